#include "server/audit/verify.h"

#include "server/audit/chain.h"

namespace nimara::server {

namespace {

using Fault = ChainReport::Fault;

constexpr std::int64_t portion = 5'000;

constexpr const char *portsSql =
    "select coalesce(port_id, '00000000-0000-0000-0000-000000000000'::uuid) as port, count(*) filter (where "
    "seq is null) "
    "from public.audit_logs group by 1 "
    "union select port_id, 0 from sync.audit_heads h where not exists (select from public.audit_logs a "
    "where coalesce(a.port_id, '00000000-0000-0000-0000-000000000000'::uuid) = h.port_id) order by 1";

std::optional<Fault> checkRow(const QueryResult &rows, int at, ChainHead &head)
{
    const std::int64_t seq = rows.integer(at, chainedColumnCount);
    if (seq != head.seq + 1)
        return Fault{Fault::Kind::Missing, head.seq + 1};
    if (rows.raw(at, chainedColumnCount + 1) != head.hash)
        return Fault{Fault::Kind::Broken, seq};
    const std::string hash = chainHash(rows, at, seq, head.hash);
    if (rows.raw(at, chainedColumnCount + 2) != hash)
        return Fault{Fault::Kind::Changed, seq};
    head = {seq, hash};
    return std::nullopt;
}

Result<> walk(Connection &connection, ChainReport &report, ChainHead &head)
{
    const std::string sql =
        std::string("select ") + chainedColumns +
        ", a.seq, a.prev_hash, a.hash from public.audit_logs a where "
        "coalesce(a.port_id, '00000000-0000-0000-0000-000000000000'::uuid) = $1 and a.seq > $2 "
        "order by a.seq limit $3";
    for (;;) {
        const auto rows = connection.prepared("audit_walk", sql.c_str(),
                                              Params().uuid(report.port).int8(head.seq).int8(portion));
        if (!rows)
            return rows.error();
        for (int i = 0; i < rows->rows(); ++i) {
            report.fault = checkRow(*rows, i, head);
            if (report.fault)
                return Done{};
            ++report.rows;
        }
        if (rows->rows() < portion)
            return Done{};
    }
}

// The recorded end may lie before what was sealed since it was read, never after.
Result<> checkEnd(Connection &connection, ChainReport &report, const ChainHead &recorded,
                  const ChainHead &found)
{
    if (!report.fault && found.seq < recorded.seq)
        report.fault = Fault{Fault::Kind::CutOff, found.seq + 1};
    if (report.fault || recorded.seq == 0)
        return Done{};
    const auto row = connection.prepared(
        "audit_end",
        "select hash from public.audit_logs a where "
        "coalesce(a.port_id, '00000000-0000-0000-0000-000000000000'::uuid) = $1 and seq = $2",
        Params().uuid(report.port).int8(recorded.seq));
    if (!row)
        return row.error();
    if (row->rows() == 0 || row->raw(0, 0) != recorded.hash)
        report.fault = Fault{Fault::Kind::Changed, recorded.seq};
    return Done{};
}

} // namespace

const char *faultName(ChainReport::Fault::Kind kind)
{
    switch (kind) {
    case Fault::Kind::Missing:
        return "missing";
    case Fault::Kind::Changed:
        return "changed";
    case Fault::Kind::Broken:
        return "broken";
    case Fault::Kind::CutOff:
        return "cut off";
    }
    return "";
}

Result<std::vector<ChainReport>> verifyAudit(Connection &connection)
{
    const auto ports = connection.exec(portsSql);
    if (!ports)
        return ports.error();
    std::vector<ChainReport> reports;
    for (int i = 0; i < ports->rows(); ++i) {
        ChainReport report;
        report.port = ports->uuid(i, 0);
        report.unsealed = ports->integer(i, 1);
        const auto recorded = connection.exec("select seq, hash from sync.audit_heads where port_id = $1",
                                              Params().uuid(report.port));
        if (!recorded)
            return recorded.error();
        ChainHead end;
        if (recorded->rows() > 0)
            end = {recorded->integer(0, 0), recorded->text(0, 1)};
        ChainHead head;
        NIMARA_TRY(walk(connection, report, head));
        NIMARA_TRY(checkEnd(connection, report, end, head));
        reports.push_back(std::move(report));
    }
    return reports;
}

} // namespace nimara::server
