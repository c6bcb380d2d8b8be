#include "models/items/labels.h"
#include "models/items/value_text.h"
#include "models/schema/registry.h"
#include "models/schema/tables/all.h"
#include "tests/models/items/list_store.h"

#include <QTest>

using namespace nimara;
using namespace nimara::schema;
using namespace Qt::StringLiterals;

class TestValueText : public QObject
{
    Q_OBJECT

private slots:
    void numbersStandApartFromTheirUnit();
    void moneyIsInTheCurrencyOfItsRow();
    void momentsAreRelativeWithTheExactTimeBeside();
    void aForeignKeyReadsAsTheTitleOfItsRow();
    void anUnknownWordIsShownLegibly();
    void longTextGivesItsFirstLine();
    void jsonReadsAsWords();
    void aYearIsNotGrouped();
    void theAuditLogReadsAsItsRecordsDo();
    void aSeededRoleHasAName();
    void theClipboardTakesPlainValues();
    void everyVisibleColumnHasALabel();

private:
    ValueText textOf(const Row &row, const ColumnInfo &column)
    {
        return valueText(m_store, m_words, row, column);
    }

    ListStore m_store{Clients::table};
    PlainWords m_words;
};

void TestValueText::numbersStandApartFromTheirUnit()
{
    Row row(Berths::table);
    row.set(Berths::lengthM, Decimal(1250, 2));
    const ValueText text = textOf(row, Berths::lengthM.info());
    QCOMPARE(text.text, u"12.50"_s);
    QCOMPARE(text.unit, u"m"_s);
    QCOMPARE(text.whole(), u"12.50\u00a0m"_s);
    QVERIFY(textOf(row, Berths::beamM.info()).whole().isEmpty());
}

void TestValueText::moneyIsInTheCurrencyOfItsRow()
{
    Row berth(Berths::table);
    berth.set(Berths::price, Decimal(1'250'000, 2));
    QCOMPARE(textOf(berth, Berths::price.info()).unit, u"USD"_s);
    berth.set(Berths::priceCurrency, "EUR");
    QCOMPARE(textOf(berth, Berths::price.info()).whole(), u"12500.00\u00a0EUR"_s);

    Row interest(Interests::table);
    interest.set(Interests::budgetAmount, Decimal(100, 2));
    interest.set(Interests::budgetCurrency, "GBP");
    QCOMPARE(textOf(interest, Interests::budgetAmount.info()).unit, u"GBP"_s);

    Row expense(Expenses::table);
    expense.set(Expenses::amount, Decimal(100, 2));
    expense.set(Expenses::baseAmount, Decimal(100, 2));
    expense.set(Expenses::currency, "XCD");
    QCOMPARE(textOf(expense, Expenses::amount.info()).unit, u"XCD"_s);
    QCOMPARE(textOf(expense, Expenses::baseAmount.info()).unit, u"USD"_s);
}

void TestValueText::momentsAreRelativeWithTheExactTimeBeside()
{
    Row row(Clients::table);
    row.set(Clients::lastContactAt, *Instant::parse("2026-11-22T10:44:00Z"));
    const ValueText text = textOf(row, Clients::lastContactAt.info());
    QCOMPARE(text.text, u"just now"_s);
    QVERIFY(text.detail.startsWith(u"2026-11-22T10:44"_s));
}

void TestValueText::aForeignKeyReadsAsTheTitleOfItsRow()
{
    const Uuid user = Uuid::derived("user", {}, "a");
    Row row(Clients::table);
    row.set(Clients::assignedTo, user);
    QVERIFY(textOf(row, Clients::assignedTo.info()).text.isEmpty());
    m_store.titles[user] = u"Anna Berg"_s;
    QCOMPARE(textOf(row, Clients::assignedTo.info()).text, u"Anna Berg"_s);
    QCOMPARE(copyText(m_store, row, Clients::assignedTo.info()), u"Anna Berg"_s);
}

void TestValueText::anUnknownWordIsShownLegibly()
{
    Row row(Berths::table);
    row.setValue("status", std::string("under_offer"));
    QCOMPARE(textOf(row, Berths::status.info()).text, u"Under offer"_s);
    row.setValue("status", std::string("half_sunk"));
    QCOMPARE(textOf(row, Berths::status.info()).text, u"Half sunk"_s);
}

void TestValueText::longTextGivesItsFirstLine()
{
    Row row(Clients::table);
    row.set(Clients::summary, "Wants a quiet berth\n\nCalls on Fridays");
    QCOMPARE(textOf(row, Clients::summary.info()).text, u"Wants a quiet berth"_s);
}

void TestValueText::jsonReadsAsWords()
{
    Row row(BerthRecommendations::table);
    row.setValue("reasons", std::string(R"(["fits","in the area"])"));
    QCOMPARE(textOf(row, BerthRecommendations::reasons.info()).text, u"fits, in the area"_s);
    row.setValue("reasons", std::string(R"({"length":12,"ok":true})"));
    QCOMPARE(textOf(row, BerthRecommendations::reasons.info()).text, u"length: 12, ok: Yes"_s);
}

void TestValueText::aYearIsNotGrouped()
{
    Row row(Vessels::table);
    row.set(Vessels::builtYear, 2019);
    QCOMPARE(textOf(row, Vessels::builtYear.info()).text, u"2019"_s);
}

void TestValueText::theAuditLogReadsAsItsRecordsDo()
{
    const Uuid user = Uuid::derived("user", {}, "a");
    m_store.titles[user] = u"Anna Berg"_s;
    Row entry(AuditLogs::table);
    entry.set(AuditLogs::userId, user);
    entry.set(AuditLogs::entityType, "interests");
    entry.set(AuditLogs::fieldChanged, "pipeline_stage");
    entry.set(AuditLogs::oldValue, "details_sent");
    entry.set(AuditLogs::newValue, "signed_eoi_nda");
    QCOMPARE(textOf(entry, AuditLogs::userId.info()).text, u"Anna Berg"_s);
    QCOMPARE(textOf(entry, AuditLogs::entityType.info()).text, u"Interest"_s);
    QCOMPARE(textOf(entry, AuditLogs::fieldChanged.info()).text, u"Stage"_s);
    QCOMPARE(textOf(entry, AuditLogs::oldValue.info()).text, u"Details sent"_s);
    QCOMPARE(textOf(entry, AuditLogs::newValue.info()).text, u"Signed EOI and NDA"_s);

    // Masked, and of a table that this program does not know: as it stands.
    entry.set(AuditLogs::fieldChanged, "offered_price");
    entry.set(AuditLogs::newValue, "***");
    QCOMPARE(textOf(entry, AuditLogs::newValue.info()).text, u"***"_s);
    entry.set(AuditLogs::entityType, "moorings");
    QCOMPARE(textOf(entry, AuditLogs::entityType.info()).text, u"moorings"_s);
}

void TestValueText::aSeededRoleHasAName()
{
    Row role(Roles::table);
    role.set(Roles::name, "sales_agent");
    QCOMPARE(textOf(role, Roles::name.info()).text, u"Sales agent"_s);
    role.set(Roles::name, "Harbour master");
    QCOMPARE(rowTitle(m_store, role), u"Harbour master"_s);
}

void TestValueText::theClipboardTakesPlainValues()
{
    Row row(Berths::table);
    row.set(Berths::price, Decimal(1'250'000, 2));
    row.set(Berths::status, BerthStatus::UnderOffer);
    row.set(Berths::tenureEndOn, *Date::parse("2030-01-31"));
    QCOMPARE(copyText(m_store, row, Berths::price.info()), u"12500.00"_s);
    QCOMPARE(copyText(m_store, row, Berths::status.info()), u"Under offer"_s);
    QCOMPARE(copyText(m_store, row, Berths::tenureEndOn.info()), u"2030-01-31"_s);
}

void TestValueText::everyVisibleColumnHasALabel()
{
    for (const Table *table : tables()) {
        QVERIFY2(!tableLabel(*table).isEmpty(), table->name.data());
        for (const ColumnInfo &column : table->columns)
            QVERIFY2(!columnLabel(column).contains(u'_'), column.name().data());
    }
}

QTEST_GUILESS_MAIN(TestValueText)
#include "tst_value_text.moc"
