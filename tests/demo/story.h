#pragma once

#include "tests/demo/desk.h"
#include "tests/demo/office.h"
#include "tests/demo/pictures.h"
#include "tests/demo/teller.h"
#include "tests/support/programs/tcp_proxy.h"

#include <filesystem>
#include <memory>

namespace nimara::demo {

// An edit made offline on the dock reaches the office, told as it happens: two laptops with the real app, a line that
// is cut, a conflict, and what PostgreSQL holds at the end.
class Story
{
public:
    Story(std::filesystem::path folder, std::filesystem::path binaries, ui::Theme &theme);
    ~Story();

    // Ends at the first step that does not hold.
    Result<> tell();
    // Only the pictures.
    Result<> takePictures();

private:
    Result<> openOffice();
    Result<> openLaptops();
    Result<> workOffline();
    Result<> comeBack();
    Result<> settleConflict();
    Result<> blink();
    Result<> photograph();

    Result<std::string> signInDock();
    Result<std::string> compareCounts();
    Result<std::string> chooseSubjects();
    Result<std::string> editOnTheDock();
    Result<std::string> seeItInTheOffice(std::chrono::steady_clock::time_point mended);
    Result<std::string> askPostgres();
    Result<> expect(const std::string &what, const std::string &sql, const Uuid &row,
                    const std::string &wanted);

    // What is edited.
    struct Subjects
    {
        Uuid berth;
        Uuid deal;
        Uuid client;
        std::string note;
    };

    std::filesystem::path m_folder;
    Office m_office;
    Pictures m_pictures;
    Teller m_teller;
    std::unique_ptr<test::TcpProxy> m_line; // between the dock and the server
    std::unique_ptr<Desk> m_dock;
    std::unique_ptr<Desk> m_desk; // in the office
    Subjects m_subjects;
};

} // namespace nimara::demo
