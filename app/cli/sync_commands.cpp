#include "app/cli/commands.h"
#include "models/base/hash.h"
#include "models/schema/registry.h"
#include "models/schema/tables/clients.h"
#include "models/store/when_done.h"

namespace nimara::cli {

namespace {

bool isSettled(const SyncStatus &status)
{
    return status.link == LinkState::Live && status.waiting == 0;
}

Exit exitOf(const SyncStatus &status)
{
    return status.review > 0 ? Exit::Review : Exit::Done;
}

} // namespace

void runSync(Cli &cli)
{
    cli.when([&cli] { return isSettled(cli.store().status()); },
             [&cli] {
                 print(statusToJson(cli.store()));
                 cli.finish(exitOf(cli.store().status()));
             });
}

// ---- digest

namespace {

// Of the port; the user's own rows have a channel of their own.
sync::ChannelNumber portChannel(Cli &cli)
{
    return cli.store().channelOf(schema::Clients::table);
}

void printDigests(Cli &cli)
{
    cli.take(cli.client().threads().writer().digests(portChannel(cli)), [&cli](const auto &digests) {
        for (const auto &each : digests) {
            const Table *table = schema::findTable(each.digest.range.table);
            print({{"scope", each.digest.range.scope.toString()},
                   {"class", each.cls},
                   {"table", table ? std::string(table->name) : std::string()},
                   {"count", each.digest.count},
                   // As text: readers of JSON lose the last digits of a 64-bit number.
                   {"sum", std::to_string(each.digest.sum)},
                   {"cursor", toHex(each.cursor)}});
        }
        cli.finish();
    });
}

} // namespace

void runDigest(Cli &cli)
{
    if (!cli.arguments().has("check"))
        return printDigests(cli);
    if (cli.isOffline())
        return cli.fail({ErrorCode::Invalid, "usage.offline", "offline", "digest --check"});
    cli.when([&cli] { return isSettled(cli.store().status()); },
             [&cli] {
                 const auto before = cli.store().checkedAt(portChannel(cli));
                 cli.client().threads().writer().checkDigest(portChannel(cli));
                 cli.when([&cli, before] { return cli.store().checkedAt(portChannel(cli)) != before; },
                          [&cli] { printDigests(cli); });
             });
}

void runSteps(Cli &cli)
{
    cli.take(cli.client().threads().writer().recentSteps(), [&cli](const std::vector<std::string> &steps) {
        for (const std::string &step : steps)
            print(step);
        cli.finish();
    });
}

// ---- watch

namespace {

class Watch : public QObject
{
public:
    Watch(Cli &cli, int count) : QObject(&cli), m_cli(cli), m_left(count)
    {
        const std::string name = cli.arguments().value("table");
        m_table = name.empty() ? nullptr : schema::findTable(std::string_view(name));
        connect(&cli.store(), &sync::LocalStore::newsArrived, this, &Watch::onNews);
    }

private:
    void onNews(const sync::ChannelNews &news)
    {
        for (const sync::TableChange &change : news.changes) {
            const Table *table = schema::findTable(change.table);
            const bool shown = table && news.channel == m_cli.store().channelOf(*table);
            if (!shown || (m_table && table != m_table))
                continue;
            if (change.ids.empty())
                tell({{"table", table->name}, {"id", nullptr}}, news.at);
            for (const Uuid &id : change.ids)
                tellRow(*table, id, news.at);
        }
    }

    void tellRow(const Table &table, const Uuid &id, Instant at)
    {
        const Json line{{"table", table.name}, {"id", id.toString()}};
        if (!m_cli.arguments().has("values")) {
            tell(line, at);
            return;
        }
        whenDone(m_cli.store().row(table, id), this, [this, line, at](const Result<Row> &row) {
            Json with = line;
            with["row"] = row ? rowToJson(*row) : Json();
            tell(with, at);
        });
    }

    // `at`: when the change was safe in the replica, by this computer's clock.
    void tell(Json line, Instant at)
    {
        if (m_left == 0)
            return;
        line["at"] = at.toString();
        line["micros"] = at.micros();
        print(line);
        if (m_left > 0 && --m_left == 0)
            m_cli.finish();
    }

    Cli &m_cli;
    const Table *m_table = nullptr;
    int m_left = -1; // without an end
};

} // namespace

void runWatch(Cli &cli)
{
    const auto count = cli.arguments().number("count");
    if (!count)
        return cli.fail(count.error());
    const std::string name = cli.arguments().value("table");
    if (!name.empty() && !schema::findTable(std::string_view(name)))
        return cli.fail({ErrorCode::Invalid, "usage.table", name});
    // Whoever starts a watch wants to know when nothing more can be missed. What is loaded before that is not told.
    cli.when([&cli] { return isSettled(cli.store().status()); },
             [&cli, left = count->value_or(-1)] {
                 new Watch(cli, left);
                 Json line = statusToJson(cli.store());
                 line["watching"] = true;
                 print(line);
                 cli.keepWaiting();
                 cli.when([] { return false; }, [] {},
                          [&cli](const Error &why) { cli.isLate() ? cli.finish() : cli.fail(why); });
             });
}

} // namespace nimara::cli
