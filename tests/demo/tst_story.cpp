#include "tests/demo/story.h"
#include "ui/theme/theme.h"

#include <QTest>

// The demo's story, without its pictures.
class TestStory : public QObject
{
    Q_OBJECT

private slots:
    void anEditMadeOfflineReachesTheOffice();
};

void TestStory::anEditMadeOfflineReachesTheOffice()
{
    using namespace nimara;
    const ui::Theme theme(*qApp);
    demo::Story story(std::filesystem::current_path() / "story",
                      qEnvironmentVariable("NIMARA_BINARY_DIR").toStdString(), nullptr);
    const auto told = story.tell();
    QVERIFY2(told, told ? "" : told.error().detail.c_str());
}

QTEST_MAIN(TestStory)
#include "tst_story.moc"
