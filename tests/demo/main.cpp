#include "tests/demo/story.h"
#include "tests/demo/windowed.h"

#include <QApplication>
#include <QLocale>

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

namespace {

struct Wish
{
    bool headless = false;
    bool screenshots = false;
    std::filesystem::path folder = "build/demo";
};

void printHelp()
{
    std::puts("usage: nimara-demo [--headless | --screenshots] [--folder DIR]\n\n"
              "  (nothing)        a server with the demo's data, and the app signed in, on this display\n"
              "  --headless       the whole story with two laptops, told step by step, no display needed\n"
              "  --screenshots    pictures of every page, light and dark\n"
              "  --folder DIR     where server, laptops and pictures lie (build/demo)");
}

bool parse(const std::vector<std::string> &words, Wish &wish)
{
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "--headless")
            wish.headless = true;
        else if (words[i] == "--screenshots")
            wish.screenshots = true;
        else if (words[i] == "--folder" && i + 1 < words.size())
            wish.folder = words[++i];
        else
            return false;
    }
    return true;
}

} // namespace

int main(int count, char **values)
{
    using namespace nimara;
    Wish wish;
    if (!parse({values + 1, values + count}, wish)) {
        printHelp();
        return 2;
    }
    const auto folder = std::filesystem::absolute(wish.folder);
    const auto binaries = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    if (!wish.headless && !wish.screenshots)
        return demo::showOnDisplay(folder, binaries);
    // Whatever display there is: the story's windows are for nobody's eyes.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(count, values);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    ui::Theme theme(application);
    demo::Story story(folder, binaries, theme);
    const auto told = wish.screenshots ? story.takePictures() : story.tell();
    return told ? 0 : 1;
}
