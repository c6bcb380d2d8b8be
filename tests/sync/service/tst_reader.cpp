#include "sync/service/replica_reader.h"

#include "models/base/text.h"
#include "models/schema/tables/all.h"
#include "tests/support/fake_query.h"
#include "tests/sync/service/filled_replica.h"
#include "tests/sync/support/sync_words.h"

#include <QTemporaryDir>
#include <QtTest>

#include <set>

using namespace nimara;
using namespace nimara::sync;
using namespace nimara::sync::test;
using schema::Berths;
using schema::Clients;
using schema::Interests;

// Query to SQL over a real, encrypted replica. What a query means is said by tests/support/fake_query.h.
class TestReader : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_replica.reset(); }

    void everyFilterMeansWhatItSays_data();
    void everyFilterMeansWhatItSays();
    void randomFiltersMeanTheSameInSqlAndInPlainCode();
    void namesComeFromTheRegistryOnly_data();
    void namesComeFromTheRegistryOnly();
    void namesSortAsPeopleSortThem();
    void enumsSortByTheirPlaceAndEmptyValuesLast();
    void aForeignKeySortsByTheNameItStandsFor();
    void withoutASortTheNewestComesFirst();
    void aFilterOnAForeignKeyMeansItsName();
    void wordsAreFoundBeforeAndAfterTheyAreIndexed();
    void whatIsFoundInAChildIsToldOfItsRecord();
    void groupsCountAndSum();
    void titlesFollowToWhereTheyPoint();
    void rowsComeInTheOrderAsked();
    void aChangeIsSeenByFilterSortAndTotal();

private:
    std::vector<Uuid> idsOf(const Query &query, RowNumbers *found = nullptr);
    void edit(const Edit &edit);

    QTemporaryDir m_dir;
    std::unique_ptr<FilledReplica> m_replica;
    std::unique_ptr<ReplicaReader> m_reader;
};

void TestReader::initTestCase()
{
    m_replica = std::make_unique<FilledReplica>(m_dir.filePath(QStringLiteral("port.db")).toStdString(),
                                                FilledReplica::Counts());
    auto reader = ReplicaReader::open(m_replica->path(), m_replica->key(), "en");
    QVERIFY2(reader, reader ? "" : reader.error().detail.c_str());
    m_reader = *std::move(reader);
}

std::vector<Uuid> TestReader::idsOf(const Query &query, RowNumbers *found)
{
    auto numbers = m_reader->find(query);
    if (!numbers) {
        qWarning("%s %s %s", numbers.error().key.c_str(), numbers.error().field.c_str(),
                 numbers.error().detail.c_str());
        return {};
    }
    const auto rows = m_reader->rows(*query.table, numbers->numbers);
    std::vector<Uuid> ids;
    for (const Row &row : *rows)
        ids.push_back(row.id());
    if (found)
        *found = std::move(*numbers);
    return ids;
}

void TestReader::edit(const Edit &edit)
{
    const auto stored = m_replica->replica().submit(edit);
    QVERIFY2(stored, stored ? "" : stored.error().detail.c_str());
    for (const TableChange &change : stored->changes)
        m_reader->changed(change.table, change.ids);
}

namespace {

Filter group(Filter::Kind kind, std::vector<Filter> children)
{
    Filter filter;
    filter.kind = kind;
    filter.children = std::move(children);
    return filter;
}

Filter in(std::string_view column, std::vector<Value> values)
{
    Filter filter = Filter::where(column, Compare::In);
    filter.values = std::move(values);
    return filter;
}

Value words(const char *text)
{
    return std::string(text);
}

// Any filter over a client's columns.
Filter randomFilter(SeededRng &rng, int depth)
{
    if (depth > 0 && rng.oneIn(2)) {
        const Filter::Kind kinds[] = {Filter::Kind::And, Filter::Kind::Or, Filter::Kind::Not};
        std::vector<Filter> children;
        for (std::uint64_t i = rng.below(4); i > 0; --i)
            children.push_back(randomFilter(rng, depth - 1));
        return group(kinds[rng.below(3)], std::move(children));
    }
    const char *parts[] = {"an", "Å", "ó", "virt", "Company 1", "comp", "", "中", "наталья"};
    const Value part = words(parts[rng.below(9)]);
    switch (rng.below(9)) {
    case 0:
        return Filter::where("full_name", Compare::Contains, part);
    case 1:
        return Filter::where("company_name", Compare::StartsWith, part);
    case 2:
        return Filter::where("summary", Compare::Contains, words("été"));
    case 3:
        return Filter::where("company_name", rng.oneIn(2) ? Compare::IsNull : Compare::IsNotNull);
    case 4:
        return Filter::where("source", rng.oneIn(2) ? Compare::Equal : Compare::NotEqual, words("website"));
    case 5:
        return Filter::where("created_at", Compare::Less,
                             std::int64_t(1'700'000'000'000'000 + 86'400'000'000 * 250));
    case 6:
        return Filter::where("birth_date", Compare::GreaterOrEqual, words("1975-01-01"));
    case 7:
        return in("city", {words("City 1"), words("City 2"), Value()});
    default:
        return Filter::where("company_name", Compare::NotEqual, rng.oneIn(2) ? Value() : words("Company 5"));
    }
}

} // namespace

void TestReader::everyFilterMeansWhatItSays_data()
{
    QTest::addColumn<Filter>("filter");
    const auto row = [](const char *name, Filter filter) { QTest::newRow(name) << std::move(filter); };
    row("all", Filter::all());
    row("equal", Filter::where("source", Compare::Equal, words("website")));
    row("not equal counts the empty", Filter::where("company_name", Compare::NotEqual, words("Company 1")));
    row("equal to nothing", Filter::where("company_name", Compare::Equal));
    row("less", Filter::where("birth_date", Compare::Less, words("1960-01-01")));
    row("contains folds case and accents", Filter::where("full_name", Compare::Contains, words("aSA")));
    row("contains folds what is typed", Filter::where("full_name", Compare::Contains, words("LASKI")));
    row("contains another script", Filter::where("full_name", Compare::Contains, words("natal")));
    row("starts with", Filter::where("full_name", Compare::StartsWith, words("emile")));
    row("contains in a long text", Filter::where("summary", Compare::Contains, words("ete stands 4")));
    row("in", in("city", {words("City 1"), words("City 20")}));
    row("in nothing", in("city", {}));
    row("in with empty", in("company_name", {words("Company 3"), Value()}));
    row("empty", Filter::where("birth_date", Compare::IsNull));
    row("not empty", Filter::where("birth_date", Compare::IsNotNull));
    row("not", group(Filter::Kind::Not, {Filter::where("company_name", Compare::Contains, words("1"))}));
    row("none of", group(Filter::Kind::Not, {Filter::where("source", Compare::Equal, words("website")),
                                             Filter::where("city", Compare::Equal, words("City 1"))}));
    row("and of nothing", group(Filter::Kind::And, {}));
    row("or of nothing", group(Filter::Kind::Or, {}));
    row("tree",
        group(Filter::Kind::Or, {Filter::both(Filter::where("source", Compare::Equal, words("manual")),
                                              Filter::where("city", Compare::Equal, words("City 3"))),
                                 Filter::where("full_name", Compare::Contains, words("smith"))}));
    row("a quote is a letter", Filter::where("full_name", Compare::Contains, words("o'n")));
    row("wildcards are letters", Filter::where("full_name", Compare::Contains, words("%")));
}

void TestReader::everyFilterMeansWhatItSays()
{
    QFETCH(Filter, filter);
    for (const Archived archived : {Archived::Hide, Archived::Show, Archived::Only}) {
        std::set<Uuid> expected;
        for (const Row &row : m_replica->clients()) {
            if (matches(filter, row) && matchesArchived(archived, row))
                expected.insert(row.id());
        }
        const auto ids = idsOf({.table = &Clients::table, .filter = filter, .archived = archived});
        QCOMPARE(std::set<Uuid>(ids.begin(), ids.end()), expected);
    }
}

void TestReader::randomFiltersMeanTheSameInSqlAndInPlainCode()
{
    SeededRng rng(5);
    for (int i = 0; i < 300; ++i) {
        const Filter filter = randomFilter(rng, 3);
        std::set<Uuid> expected;
        for (const Row &row : m_replica->clients()) {
            if (matches(filter, row) && matchesArchived(Archived::Hide, row))
                expected.insert(row.id());
        }
        RowNumbers found;
        const auto ids = idsOf({.table = &Clients::table, .filter = filter}, &found);
        QVERIFY2(std::set<Uuid>(ids.begin(), ids.end()) == expected, qPrintable(QString::number(i)));
        QVERIFY(found.total >= std::int64_t(ids.size()));
    }
}

void TestReader::namesComeFromTheRegistryOnly_data()
{
    QTest::addColumn<Filter>("filter");
    QTest::addColumn<QString>("sort");
    QTest::addColumn<QString>("key");
    const QString none;
    QTest::newRow("no such column") << Filter::where("nothing", Compare::IsNull) << none
                                    << QStringLiteral("query.column");
    QTest::newRow("sql in a name") << Filter::where("id\" OR 1 --", Compare::IsNull) << none
                                   << QStringLiteral("query.column");
    QTest::newRow("sql in a sort") << Filter::all() << QStringLiteral("id; DROP TABLE clients")
                                   << QStringLiteral("query.sort");
    QTest::newRow("text for a number")
        << Filter::where("created_at", Compare::Less, words("x")) << none << QStringLiteral("query.value");
    QTest::newRow("number for text") << Filter::where("full_name", Compare::Contains, std::int64_t(1)) << none
                                     << QStringLiteral("query.value");
    Filter deep = Filter::all();
    for (int i = 0; i < 50; ++i)
        deep = group(Filter::Kind::And, {deep});
    QTest::newRow("without a bottom") << deep << none << QStringLiteral("query.depth");
}

void TestReader::namesComeFromTheRegistryOnly()
{
    QFETCH(Filter, filter);
    QFETCH(QString, sort);
    QFETCH(QString, key);
    Query query{.table = &Clients::table, .filter = filter};
    if (!sort.isEmpty())
        query.sort = {{sort.toStdString(), false}};
    const auto found = m_reader->find(query);
    QVERIFY(!found);
    QCOMPARE(QString::fromStdString(found.error().key), key);
}

void TestReader::namesSortAsPeopleSortThem()
{
    const auto found = m_reader->list({.table = &Berths::table, .sort = {{"berth_number", false}}});
    QVERIFY(bool(found));
    for (std::size_t i = 0; i < found->size(); ++i)
        QCOMPARE(*(*found)[i][Berths::berthNumber], "N" + std::to_string(i + 1)); // N2 before N10

    const auto clients = m_reader->list({.table = &Clients::table, .sort = {{"full_name", false}}});
    QVERIFY(bool(clients));
    std::vector<std::string> firsts;
    for (const Row &row : *clients) {
        const std::string name = *row[Clients::fullName];
        const std::string first = foldedText(name.substr(0, name.find(' ')));
        if (firsts.empty() || firsts.back() != first)
            firsts.push_back(first);
    }
    // "anna" and "ANNA" stand together, Å beside A, Cyrillic behind Latin.
    QCOMPARE(firsts, (std::vector<std::string>{"anna", "asa", "bo", "chloe", "emile", "lars", "lukasz",
                                               "maria", "unal", "zoe", "natal'a"}));
}

void TestReader::enumsSortByTheirPlaceAndEmptyValuesLast()
{
    const auto stages = Interests::table.find("pipeline_stage")->spec.choices;
    const auto placeOf = [&](const Row &row) {
        const std::string stage = std::get<std::string>(row.value("pipeline_stage"));
        return std::find_if(stages.begin(), stages.end(),
                            [&](const Choice &choice) { return choice.value == stage; }) -
               stages.begin();
    };
    auto found = m_reader->list({.table = &Interests::table, .sort = {{"pipeline_stage", true}}});
    QVERIFY(bool(found));
    QVERIFY(std::is_sorted(found->begin(), found->end(), [&](const Row &left, const Row &right) {
        return placeOf(left) > placeOf(right);
    }));

    for (const bool descending : {false, true}) {
        found = m_reader->list(
            {.table = &Clients::table, .sort = {{"company_name", descending}, {"full_name", false}}});
        const auto firstEmpty = std::find_if(
            found->begin(), found->end(), [](const Row &row) { return isNull(row.value("company_name")); });
        QVERIFY(firstEmpty != found->begin() && firstEmpty != found->end());
        QVERIFY(std::all_of(firstEmpty, found->end(),
                            [](const Row &row) { return isNull(row.value("company_name")); }));
    }
}

void TestReader::aForeignKeySortsByTheNameItStandsFor()
{
    const auto clients = m_reader->list(
        {.table = &Clients::table, .sort = {{"full_name", false}}, .archived = Archived::Show});
    std::map<Uuid, std::size_t> place;
    for (std::size_t i = 0; i < clients->size(); ++i)
        place[(*clients)[i].id()] = i;
    const auto found = m_reader->list({.table = &Interests::table, .sort = {{"client_id", false}}});
    QVERIFY(bool(found));
    QCOMPARE(found->size(), m_replica->interests().size());
    QVERIFY(std::is_sorted(found->begin(), found->end(), [&](const Row &left, const Row &right) {
        return place[*left[Interests::clientId]] < place[*right[Interests::clientId]];
    }));
}

void TestReader::withoutASortTheNewestComesFirst()
{
    edit(createClient(9001, "Not seen by the server"));
    const auto found = m_reader->list({.table = &Clients::table});
    QVERIFY(bool(found));
    QCOMPARE(found->front().id(), idOf(9001)); // without a time of creation: the newest of all
    QVERIFY(std::is_sorted(found->begin() + 1, found->end(), [](const Row &left, const Row &right) {
        return *left[Clients::createdAt] > *right[Clients::createdAt];
    }));
    const auto few = m_reader->list({.table = &Clients::table, .limit = 3});
    QCOMPARE(few->size(), std::size_t(3));
    QCOMPARE((*few)[2].id(), (*found)[2].id());
}

void TestReader::aFilterOnAForeignKeyMeansItsName()
{
    std::set<Uuid> clients;
    for (const Row &row : m_replica->clients()) {
        if (matches(Filter::where("full_name", Compare::Contains, words("virtanen")), row))
            clients.insert(row.id());
    }
    std::set<Uuid> expected;
    for (const Row &row : m_replica->interests()) {
        if (clients.contains(*row[Interests::clientId]))
            expected.insert(row.id());
    }
    const auto ids = idsOf({.table = &Interests::table,
                            .filter = Filter::where("client_id", Compare::Contains, words("Virtanen"))});
    QVERIFY(!expected.empty());
    QCOMPARE(std::set<Uuid>(ids.begin(), ids.end()), expected);
}

void TestReader::wordsAreFoundBeforeAndAfterTheyAreIndexed()
{
    const auto found = [&](const char *typed) {
        const auto ids = idsOf({.table = &Clients::table, .search = typed, .archived = Archived::Show});
        return std::set<Uuid>(ids.begin(), ids.end());
    };
    const std::set<Uuid> before = found("lars virt");
    QVERIFY(!before.empty());
    m_replica->indexAll();
    QCOMPARE(found("lars virt"), before);
    QCOMPARE(found("VIRT lár"), std::set<Uuid>()); // only the last word may be unfinished
    QCOMPARE(found("virtanen lars"), before);

    edit(createClient(9002, "Lars Virtanen-Neumann"));
    std::set<Uuid> with = before;
    with.insert(idOf(9002));
    QCOMPARE(found("lars virt"), with);
    edit(rename(9002, "Lars Virtanen-Neumann", "Someone Else"));
    QCOMPARE(found("lars virt"), before);
    QCOMPARE(found("someone"), std::set<Uuid>{idOf(9002)});
    m_replica->indexAll();
    QCOMPARE(found("someone"), std::set<Uuid>{idOf(9002)});
}

void TestReader::whatIsFoundInAChildIsToldOfItsRecord()
{
    const Row &client = m_replica->clients().front();
    edit(createContact(9003, 1, "+358 40 7654321"));
    m_replica->indexAll();
    const auto hits = m_reader->search("040 7654321", 10);
    QVERIFY(bool(hits));
    QCOMPARE(hits->size(), std::size_t(1));
    QCOMPARE(hits->front().table, &Clients::table);
    QCOMPARE(hits->front().id, client.id());
    QCOMPARE(hits->front().title, *client[Clients::fullName]);
    QCOMPARE(hits->front().detail, std::string("+358 40 7654321"));
    QVERIFY(m_reader->search("", 10)->empty());
    QVERIFY(m_reader->search("\" OR 1 *", 10)->size() <= 10);
}

void TestReader::groupsCountAndSum()
{
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> expected;
    for (const Row &row : m_replica->berths()) {
        auto &[count, sum] = expected[*row[Berths::area]];
        ++count;
        sum += std::get<std::int64_t>(row.value("price"));
    }
    const auto groups = m_reader->groups({.table = &Berths::table}, "area", "price");
    QVERIFY(bool(groups));
    QCOMPARE(groups->size(), expected.size());
    for (const GroupCount &each : *groups) {
        QCOMPARE(each.count, expected[std::get<std::string>(each.value)].first);
        QCOMPARE(each.sum, expected[std::get<std::string>(each.value)].second);
    }
    QVERIFY(!m_reader->groups({.table = &Berths::table}, "no_such", ""));
}

void TestReader::titlesFollowToWhereTheyPoint()
{
    const Row &interest = m_replica->interests().front();
    const auto title = m_reader->title(Interests::table, interest.id());
    QVERIFY(bool(title));
    const auto client = m_reader->row(Clients::table, *interest[Interests::clientId]);
    QCOMPARE(title->text, *(*client)[Clients::fullName]);
    QVERIFY(m_reader->title(Clients::table, idOf(77777))->text.empty());
}

void TestReader::rowsComeInTheOrderAsked()
{
    const auto found = m_reader->find({.table = &Berths::table});
    QVERIFY(found && found->numbers.size() > 3);
    const std::vector<std::int64_t> asked{found->numbers[2], 999'999, found->numbers[0]};
    const auto rows = m_reader->rows(Berths::table, asked);
    QCOMPARE(rows->size(), std::size_t(3));
    QVERIFY(!(*rows)[1].isValid());
    const auto one = m_reader->row(Berths::table, (*rows)[2].id());
    QVERIFY(bool(one));
    QCOMPARE(*one, (*rows)[2]);
    QCOMPARE(one->rev, std::int64_t(1));
    QCOMPARE(m_reader->row(Berths::table, idOf(77777)).error().code, ErrorCode::NotFound);
}

void TestReader::aChangeIsSeenByFilterSortAndTotal()
{
    const Query all{.table = &Clients::table, .sort = {{"full_name", false}}};
    RowNumbers before;
    const auto was = idsOf(all, &before);
    const Filter zz = Filter::where("full_name", Compare::StartsWith, words("aaron"));
    QVERIFY(idsOf({.table = &Clients::table, .filter = zz}).empty());

    edit(createClient(9010, "Aaron the First"));
    RowNumbers after;
    const auto now = idsOf(all, &after);
    QCOMPARE(after.total, before.total + 1);
    QCOMPARE(now.front(), idOf(9010));
    QCOMPARE(idsOf({.table = &Clients::table, .filter = zz}), std::vector<Uuid>{idOf(9010)});

    edit(rename(9010, "Aaron the First", "Žižka the Last"));
    const auto last = idsOf(all);
    QCOMPARE(last.size(), now.size());
    QVERIFY(last.front() != idOf(9010));
    QVERIFY(idsOf({.table = &Clients::table, .filter = zz}).empty());
}

QTEST_GUILESS_MAIN(TestReader)
#include "tst_reader.moc"
