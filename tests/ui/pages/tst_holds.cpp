// Holding a berth: above its tabs, by mouse and keyboard, on the real widgets.
#include "models/schema/tables/all.h"
#include "tests/ui/pages/harbour.h"
#include "tests/ui/pages/page_bench.h"
#include "ui/entity/entity_page.h"
#include "ui/entity/form_field.h"
#include "ui/entity/record_form.h"
#include "ui/entity/reference_field.h"
#include "ui/entity/time_fields.h"
#include "ui/pages/section_page.h"
#include "ui/shell/page.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QLabel>
#include <QTest>

#include <memory>

using namespace nimara;
using namespace nimara::ui;
using namespace Qt::StringLiterals;
using schema::BerthHolds;

class TestHolds : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init();
    void cleanup();
    void holdsAFreeBerthForAClient();
    void asksForItWhileOffline();
    void asksByTheKeyboard();
    void takesNoEndBeyondThePortsLimit();
    void saysWhoHoldsItAndWhoMayRelease();
    void releasesOnesOwn();
    void passesOverWhatHasEnded();
    void saysWhyNotWithoutTheRight();
    void offersNothingOnABerthThatIsSold();
    void doesNotSellWhatSomebodyElseHolds();

private:
    template <typename T = QAbstractButton>
    T *part(const QString &name)
    {
        return m_bench->current()->findChild<T *>(name);
    }
    QString words() { return part<QLabel>(u"holdWords"_s)->text(); }
    void openBerth();
    void askFor(const Uuid &client);
    Uuid hold(const Uuid &holder, const std::string &until = "2099-01-01T00:00:00Z");
    const Row *newestHold();

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<FakeStore> m_store;
    std::unique_ptr<Harbour> m_harbour;
    std::unique_ptr<PageBench> m_bench;
    Uuid m_berth;
};

void TestHolds::init()
{
    m_store = std::make_unique<FakeStore>();
    m_harbour = std::make_unique<Harbour>(*m_store, 4, 4);
    m_berth = m_store->add(
        "berths", {{"area", "Test pier"}, {"berth_number", "7"}, {"length_m", "12.00"}, {"beam_m", "4.00"}});
    m_bench = std::make_unique<PageBench>(*m_store);
    m_bench->window().show();
}

void TestHolds::cleanup()
{
    m_bench.reset();
    m_harbour.reset();
    m_store.reset();
}

void TestHolds::openBerth()
{
    m_bench->open(PageAddress::of(u"berths"_s, m_berth));
    QTRY_VERIFY(part<QWidget>(u"holdStrip"_s) && !words().isEmpty());
}

void TestHolds::askFor(const Uuid &client)
{
    part(u"holdBerth"_s)->click();
    auto *field = m_bench->current()->findChild<ReferenceField *>(u"holdClient"_s);
    QTRY_VERIFY(field->isVisible());
    field->setValue(client);
    part(u"confirmHold"_s)->click();
}

Uuid TestHolds::hold(const Uuid &holder, const std::string &until)
{
    return m_store->add("berth_holds", {{"berth_id", m_berth.toString()},
                                        {"client_id", m_harbour->clients.front().toString()},
                                        {"holder_id", holder.toString()},
                                        {"held_until", until}});
}

const Row *TestHolds::newestHold()
{
    return m_store->submitted.empty()
               ? nullptr
               : m_store->find("berth_holds", m_store->submitted.back().ops.front().id);
}

void TestHolds::holdsAFreeBerthForAClient()
{
    openBerth();
    QCOMPARE(words(), u"Nobody holds this berth."_s);
    part(u"holdBerth"_s)->click();
    part(u"confirmHold"_s)->click();
    QTRY_COMPARE(part<QLabel>(u"holdProblem"_s)->text(), u"Choose the client."_s);
    askFor(m_harbour->clients.front());
    QTRY_VERIFY(newestHold());
    QCOMPARE((*newestHold())[BerthHolds::berthId], m_berth);
    QCOMPARE((*newestHold())[BerthHolds::clientId], m_harbour->clients.front());
    QTRY_VERIFY2(words().startsWith(u"Held by you for Anna Berg until"_s), qPrintable(words()));
    QVERIFY(!part<QWidget>(u"holdQuestion"_s)->isVisible());
    QVERIFY(!part(u"holdBerth"_s)->isVisible());
}

void TestHolds::asksForItWhileOffline()
{
    m_store->setWorkOffline(true);
    openBerth();
    askFor(m_harbour->clients.front());
    QTRY_VERIFY2(words().startsWith(u"Asked for"_s), qPrintable(words()));
    QVERIFY(words().endsWith(u"The server has not granted it yet."_s));
    m_store->setRowState(newestHold()->id(), RowState::Confirmed);
    m_store->setWorkOffline(false);
    QTRY_VERIFY2(words().startsWith(u"Held by you"_s), qPrintable(words()));
}

void TestHolds::asksByTheKeyboard()
{
    openBerth();
    m_bench->window().activateWindow();
    QTest::keyClick(m_bench->current(), Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(part<QWidget>(u"holdQuestion"_s)->isVisible());
    auto *client = m_bench->current()->findChild<ReferenceField *>(u"holdClient"_s);
    client->setValue(m_harbour->clients.front());
    QTest::keyClick(client->focusProxy(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(newestHold());
}

void TestHolds::takesNoEndBeyondThePortsLimit()
{
    openBerth();
    part(u"holdBerth"_s)->click();
    m_bench->current()->findChild<ReferenceField *>(u"holdClient"_s)->setValue(m_harbour->clients.front());
    auto *until = m_bench->current()->findChild<InstantField *>(u"holdUntil"_s);
    until->setValue(Instant::parse("2099-01-01T00:00:00Z")->micros());
    part(u"confirmHold"_s)->click();
    QTRY_VERIFY(part<QLabel>(u"holdProblem"_s)->isVisible());
    QVERIFY(part<QLabel>(u"holdProblem"_s)->text().contains(u"the time that the port allows"_s));
    QVERIFY(m_store->submitted.empty());
}

void TestHolds::saysWhoHoldsItAndWhoMayRelease()
{
    hold(m_harbour->jonas);
    openBerth();
    QTRY_VERIFY2(words().startsWith(u"Held by Jonas Achterberg for Anna Berg until"_s), qPrintable(words()));
    QVERIFY(part(u"releaseHold"_s)->isEnabled()); // who manages berths may
    PermissionSet agent = PermissionSet::seeded(SystemRole::SalesAgent);
    m_store->setPermissions(agent);
    openBerth();
    emit m_store->statusChanged();
    QTRY_VERIFY(!part(u"releaseHold"_s)->isEnabled());
    QVERIFY(part(u"releaseHold"_s)->toolTip().startsWith(u"Only the holder"_s));
}

void TestHolds::releasesOnesOwn()
{
    const Uuid id = hold(FakeStore::userId);
    openBerth();
    QTRY_VERIFY(part(u"releaseHold"_s)->isVisible());
    part(u"releaseHold"_s)->click();
    QTRY_COMPARE((*m_store->find("berth_holds", id))[BerthHolds::state], HoldState::Released);
    QTRY_COMPARE(words(), u"Nobody holds this berth."_s);
}

void TestHolds::passesOverWhatHasEnded()
{
    hold(m_harbour->jonas, "2020-01-01T00:00:00Z");
    openBerth();
    QTRY_COMPARE(words(), u"Nobody holds this berth."_s);
    askFor(m_harbour->clients.front());
    QTRY_VERIFY(words().startsWith(u"Held by you"_s));
}

void TestHolds::saysWhyNotWithoutTheRight()
{
    m_store->setPermissions(PermissionSet::seeded(SystemRole::Viewer));
    openBerth();
    QVERIFY(part(u"holdBerth"_s)->isVisible());
    QVERIFY(!part(u"holdBerth"_s)->isEnabled());
    QVERIFY(part(u"holdBerth"_s)->toolTip().contains(u"Interests"_s));
}

void TestHolds::offersNothingOnABerthThatIsSold()
{
    m_store->change("berths", m_berth, {{"status", "sold"}});
    m_bench->open(PageAddress::of(u"berths"_s, m_berth));
    QTRY_VERIFY(part<QWidget>(u"holdStrip"_s) && !words().isEmpty());
    QVERIFY(!part(u"holdBerth"_s)->isVisible());
}

void TestHolds::doesNotSellWhatSomebodyElseHolds()
{
    hold(m_harbour->jonas);
    openBerth();
    part(u"edit"_s)->click();
    auto *form = m_bench->current()->findChild<RecordForm *>();
    QTRY_VERIFY(form->isVisible());
    FormField *status = form->field("status");
    QVERIFY(status);
    status->editor().setValue(std::string("sold"));
    emit status->editor().edited();
    m_store->submitted.clear();
    form->save();
    QTRY_VERIFY([&] {
        for (const QLabel *label : form->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(u"is held by Jonas Achterberg until"_s))
                return true;
        }
        return false;
    }());
    QVERIFY(m_store->submitted.empty());
}

QTEST_MAIN(TestHolds)
#include "tst_holds.moc"
