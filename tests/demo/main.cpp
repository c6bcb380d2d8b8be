#include "tests/demo/pictures.h"
#include "tests/demo/story.h"
#include "tests/demo/windowed.h"
#include "ui/shell/english_plurals.h"

#include <QApplication>
#include <QLocale>
#include <QLockFile>

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using namespace nimara;
namespace fs = std::filesystem;

struct Wish
{
    bool headless = false;
    bool screenshots = false;
    fs::path folder = "build/demo";
};

void printHelp()
{
    std::puts("usage: nimara-demo [--headless | --screenshots] [--folder DIR]\n\n"
              "  (nothing)        a server with the demo's data, and the app signed in, on this display\n"
              "  --headless       the whole story with two laptops, told step by step; needs no display\n"
              "  --screenshots    only the pictures of every page, light and dark\n"
              "  --folder DIR     where pictures, logs, server and laptops lie (build/demo)");
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
    return !(wish.headless && wish.screenshots);
}

FILE *qtLog = nullptr;

// What Qt has to say (the offscreen platform says much) is for the log, not for who reads the story.
void writeToLog(QtMsgType, const QMessageLogContext &, const QString &text)
{
    std::fprintf(qtLog, "%s\n", qPrintable(text));
    std::fflush(qtLog);
}

int tellStory(const Wish &wish, const fs::path &folder, const fs::path &binaries, int count, char **values)
{
    qtLog = std::fopen((folder / "app.log").c_str(), "w");
    if (!qtLog) {
        std::fprintf(stderr, "nimara-demo: %s cannot be written\n", (folder / "app.log").c_str());
        return 1;
    }
    qInstallMessageHandler(writeToLog);
    // Whatever display there is: the story's windows are for nobody's eyes.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(count, values);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    ui::EnglishPlurals plurals;
    QCoreApplication::installTranslator(&plurals);
    ui::Theme theme(application);
    demo::Pictures pictures(folder / "pictures", theme);
    demo::Story story(folder / "story", binaries, &pictures);
    const auto told = wish.screenshots ? story.takePictures() : story.tell();
    const std::string where = (wish.folder / "pictures").string();
    if (!told)
        std::printf("\nThe story broke off. Logs: %s\n", (wish.folder / "story").c_str());
    else
        std::printf("\n%s Pictures: %s\n", wish.screenshots ? "Done." : "Every step held.", where.c_str());
    return told ? 0 : 1;
}

} // namespace

int main(int count, char **values)
{
    Wish wish;
    if (!parse({values + 1, values + count}, wish)) {
        printHelp();
        return 2;
    }
    const fs::path folder = fs::absolute(wish.folder);
    const fs::path binaries = fs::read_symlink("/proc/self/exe").parent_path();
    std::error_code failed;
    fs::create_directories(folder / "story", failed);
    QLockFile lock(QString::fromStdString((folder / "lock").string()));
    if (failed || !lock.tryLock()) {
        std::fprintf(stderr, "nimara-demo: %s is in use by another demo, or cannot be written\n",
                     folder.c_str());
        return 1;
    }
    if (!wish.headless && !wish.screenshots)
        return demo::showOnDisplay(folder, binaries);
    return tellStory(wish, folder, binaries, count, values);
}
