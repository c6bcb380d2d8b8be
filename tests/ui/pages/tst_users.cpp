// How somebody signs in, on the page of users.
#include "models/items/labels.h"
#include "tests/ui/pages/harbour.h"
#include "tests/ui/pages/page_bench.h"
#include "ui/entity/record_view.h"
#include "ui/shell/english_plurals.h"
#include "ui/shell/page.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace nimara;
using namespace nimara::ui;
using namespace Qt::StringLiterals;

class TestUsers : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QCoreApplication::installTranslator(&m_plurals); }
    void init();
    void cleanup();
    void theAddressIsReadFromTheServer();
    void aLinkIsShownOnceAndCopied();
    void aLinkIsNotKeptForAnotherPerson();
    void onesOwnPasswordIsNotSetHere();
    void withoutTheServerNoLinkIsMade();

private:
    QWidget &record() { return m_bench->window(); }
    void open(const Uuid &user);
    bool shows(const QString &text);
    QPushButton *button(const QString &name) { return record().findChild<QPushButton *>(name); }
    QLineEdit *link() { return record().findChild<QLineEdit *>(u"passwordLink"_s); }
    void makeLink() { QTest::mouseClick(button(u"makePasswordLink"_s), Qt::LeftButton); }

    EnglishPlurals m_plurals;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<FakeStore> m_store;
    std::unique_ptr<Harbour> m_harbour;
    std::unique_ptr<PageBench> m_bench;
};

void TestUsers::init()
{
    m_theme = std::make_unique<Theme>(*qApp);
    m_store = std::make_unique<FakeStore>();
    m_harbour = std::make_unique<Harbour>(*m_store);
    m_bench = std::make_unique<PageBench>(*m_store);
    SessionInfo session = m_store->session();
    session.userId = m_harbour->maya;
    m_store->setSession(session);
    m_bench->window().resize(1280, 800);
    m_bench->window().show();
}

void TestUsers::cleanup()
{
    m_bench.reset();
    m_harbour.reset();
    m_store.reset();
    m_theme.reset();
}

void TestUsers::open(const Uuid &user)
{
    m_bench->open(PageAddress::of(u"users"_s, user));
    auto *view = m_bench->current()->findChild<RecordView *>();
    QVERIFY(view);
    view->openTab(u"Sign-in"_s);
}

bool TestUsers::shows(const QString &text)
{
    const auto labels = record().findChildren<QLabel *>();
    return std::any_of(labels.cbegin(), labels.cend(), [&](const QLabel *label) {
        return label->isVisible() && label->text().contains(text);
    });
}

void TestUsers::theAddressIsReadFromTheServer()
{
    m_store->setWorkOffline(true);
    open(m_harbour->jonas);
    QTRY_VERIFY(shows(u"It can be read while you are online."_s));
    m_store->setWorkOffline(false);
    QTRY_VERIFY(record().findChild<QWidget *>(u"account"_s)->isVisible());
    QVERIFY(shows(u"jonas@port-nimara.example"_s));
    QVERIFY(!shows(u"It can be read while you are online."_s));
}

void TestUsers::aLinkIsShownOnceAndCopied()
{
    open(m_harbour->jonas);
    QTRY_VERIFY(button(u"makePasswordLink"_s)->isVisible());
    makeLink();
    QTRY_VERIFY(link()->isVisible());
    QCOMPARE(m_store->passwordLinks, std::vector<Uuid>{m_harbour->jonas});
    QVERIFY(
        shows(u"Give this link to Jonas Achterberg and to nobody else. It works once, within 60 minutes"_s));
    QTest::mouseClick(button(u"copyPasswordLink"_s), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), link()->text());
    QVERIFY(link()->text().startsWith(u"https://"_s));

    auto *view = m_bench->current()->findChild<RecordView *>();
    view->openTab(u"Overview"_s);
    view->openTab(u"Sign-in"_s);
    QVERIFY(!link()->isVisible());
    QVERIFY(link()->text().isEmpty());
}

void TestUsers::aLinkIsNotKeptForAnotherPerson()
{
    const Uuid other =
        m_store->add("users", {{"name", "Olga Petrova"}, {"email", "olga@port-nimara.example"}});
    open(m_harbour->jonas);
    m_store->hold();
    makeLink();
    m_bench->open(PageAddress::of(u"users"_s, other)); // before the answer
    m_store->release();
    QTRY_VERIFY(shows(u"olga@port-nimara.example"_s));
    QVERIFY(!link()->isVisible());
    makeLink();
    QTRY_VERIFY(link()->isVisible());
    QCOMPARE(m_store->passwordLinks.back(), other);
}

void TestUsers::onesOwnPasswordIsNotSetHere()
{
    open(m_harbour->maya);
    QTRY_VERIFY(shows(u"maya@port-nimara.example"_s));
    QVERIFY(!button(u"makePasswordLink"_s)->isVisible());
}

void TestUsers::withoutTheServerNoLinkIsMade()
{
    m_store->setWorkOffline(true);
    open(m_harbour->jonas);
    makeLink();
    QTRY_COMPARE(m_bench->toasts.size(), 1);
    QVERIFY(!link()->isVisible());
}

QTEST_MAIN(TestUsers)
#include "tst_users.moc"
