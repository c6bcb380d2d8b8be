#pragma once

#include "tests/demo/desk.h"
#include "tests/demo/office.h"
#include "tests/demo/pictures.h"
#include "tests/demo/teller.h"
#include "tests/support/programs/tcp_proxy.h"

#include <filesystem>
#include <memory>

namespace nimara::demo {

// An edit made without a network reaches the office: told as it happens, by two people at two laptops.
class Story
{
public:
    // Server and laptops lie in `folder` and go when all is told. `pictures`: none when it is null.
    Story(std::filesystem::path folder, std::filesystem::path binaries, Pictures *pictures);
    ~Story();

    // Ends at the first step that does not hold.
    Result<> tell();
    // Only the pictures of the pages.
    Result<> takePictures();

private:
    using Time = std::chrono::steady_clock;
    static constexpr const char *agentFolder = "laptop-agent";
    static constexpr const char *managerFolder = "laptop-manager";
    static constexpr const char *directorFolder = "laptop-director";

    Result<> openOffice();
    Result<> openLaptops();
    Result<> workOffline();
    Result<> comeBack();
    Result<> settleConflict();
    Result<> workLive();
    Result<> photograph();
    Result<> close();

    Result<Lines> castPeople();
    Result<Lines> signInAgent();
    Result<Lines> signInManager();
    Result<Lines> lookForStrangers();
    Result<std::string> lookIntoTables();
    Result<std::string> lookBySearch();
    Result<std::string> lookIntoFiles();
    Result<std::string> pierOf(const Harbour &harbour) const;
    Result<Lines> cutTheLine();
    Result<Lines> editOffline();
    Result<Lines> editInTheOffice();
    Result<Lines> mendTheLine();
    Result<Lines> askPostgres();
    Result<Lines> meetConflict();
    Result<Lines> takeHers();
    Result<Lines> editLive();
    Result<Lines> photographDirector();

    Result<std::unique_ptr<Desk>> desk(const char *name, const PairingCode &server, const Seat &seat);
    Result<> chooseDeal();
    Result<std::string> auditLine(const char *table, const Uuid &id, const char *field);
    Result<> photographPanel(Desk &desk, const char *name);

    std::filesystem::path m_folder;
    Office m_office;
    Pictures *m_pictures;
    Teller m_teller;
    std::unique_ptr<test::TcpProxy> m_line; // between the agent and the server

    Harbour m_east;
    Harbour m_west;
    Seat m_agent;
    Seat m_manager;
    std::unique_ptr<Desk> m_dock; // the agent's laptop
    std::unique_ptr<Desk> m_desk; // the manager's, in the office

    Uuid m_deal;
    Uuid m_client; // whose deal it is
    std::string m_clientName;
    Uuid m_walkIn; // the client who is entered offline
};

} // namespace nimara::demo
