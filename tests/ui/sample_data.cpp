#include "tests/ui/sample_data.h"

#include "models/schema/registry.h"
#include "models/schema/tables/berths.h"
#include "models/schema/tables/clients.h"

#include <QDateTime>

namespace nimara::ui {

namespace {

Instant minutesAgo(int minutes)
{
    return Instant(QDateTime::currentMSecsSinceEpoch() * 1000 - std::int64_t(minutes) * 60'000'000);
}

Mutation update(std::uint64_t seq, const Table &table, const Uuid &id, std::vector<FieldChange> fields)
{
    Mutation mutation;
    mutation.seq = seq;
    mutation.id = FakeStore::makeId();
    mutation.clientTime = minutesAgo(12);
    mutation.edit.ops.push_back({table.number, id, OpKind::Update, std::move(fields)});
    return mutation;
}

} // namespace

void fillSample(FakeStore &store)
{
    store.add("users", {{"email", "maya@port-nimara.example"}, {"name", "Maya Lindqvist"}},
              FakeStore::userId);
    const Uuid jonas = store.add("users", {{"email", "jonas@port-nimara.example"}, {"name", "Jonas Weber"}});
    for (const auto &[name, company] :
         std::vector<std::pair<std::string, std::string>>{{"Anna Berg", "Berg Shipping"},
                                                          {"Łukasz Nowak", "Nowak Marine"},
                                                          {"Chiara Rossi", ""},
                                                          {"Berthold Stein", "Stein & Söhne"},
                                                          {"村上 春樹", ""}})
        store.add("clients",
                  {{"full_name", name}, {"company_name", company}, {"assigned_to", jonas.toString()}});
    for (int number = 10; number < 16; ++number)
        store.add("berths", {{"area", "North pier"},
                             {"berth_number", "A-" + std::to_string(number)},
                             {"status_changed_at", "2026-05-01T08:00:00Z"},
                             {"length_m", "12.50"},
                             {"beam_m", "4.20"}});
    const auto notify = [&](const std::string &type, const std::string &title, const std::string &text,
                            int minutes, bool read) {
        const Uuid id = store.add("notifications", {{"user_id", FakeStore::userId.toString()},
                                                    {"notification_type", type},
                                                    {"title", title},
                                                    {"description", text},
                                                    {"link", "nimara://clients"},
                                                    {"created_at", minutesAgo(minutes).toString()}});
        if (read)
            store.change("notifications", id, {{"read_at", minutesAgo(1).toString()}});
    };
    notify("invoice_overdue", "Invoice INV-2026-00012 is overdue", "Berg Shipping, 14 days", 3000, true);
    notify("eoi_signature_event", "Anna Berg signed the EOI", "Berth A-12, one signature is missing", 50,
           false);
    notify("reminder_due", "Call Łukasz Nowak", "About the winter storage", 4, false);
}

void addSampleReview(FakeStore &store)
{
    const Uuid berth = FakeStore::makeId();
    store.add("berths",
              {{"area", "North pier"},
               {"berth_number", "B-7"},
               {"status_changed_at", "2026-05-01T08:00:00Z"},
               {"length_m", "18.00"},
               {"beam_m", "5.00"}},
              berth);
    ReviewItem conflict;
    conflict.number = 1;
    conflict.at = minutesAgo(3);
    conflict.mutation = update(41, schema::Berths::table, berth,
                               {{"status", {}, std::string("available"), std::string("under_offer")}});
    conflict.outcome.kind = OutcomeKind::Conflict;
    conflict.outcome.conflicts.push_back({schema::Berths::table.number, berth, "status",
                                          std::string("available"), std::string("under_offer"),
                                          std::string("maintenance"), FakeStore::userId, minutesAgo(25)});
    store.addReview(conflict);

    const Uuid client = store.add("clients", {{"full_name", "Óscar Núñez"}});
    ReviewItem refused;
    refused.number = 2;
    refused.at = minutesAgo(1);
    refused.mutation = update(42, schema::Clients::table, client,
                              {{"full_name", {}, std::string("Oscar"), std::string("Óscar Núñez")}});
    refused.outcome.kind = OutcomeKind::Rejected;
    refused.outcome.error = {ErrorCode::Forbidden, std::string(reject::forbidden), "full_name"};
    store.addReview(refused);
}

void addSampleFieldsInConflict(FakeStore &store)
{
    const Uuid berth = store.add("berths", {{"area", "North pier"}, {"berth_number", "B-8"}});
    const auto text = [](const char *word) { return Value(std::string(word)); };
    ReviewItem item;
    item.number = 3;
    item.at = minutesAgo(2);
    item.mutation = update(43, schema::Berths::table, berth,
                           {{"status", {}, text("available"), text("under_offer")},
                            {"area", {}, text("North pier"), text("South pier")},
                            {"berth_number", {}, text("B-8"), text("B-9")}});
    item.outcome.kind = OutcomeKind::Conflict;
    const std::uint16_t table = schema::Berths::table.number;
    item.outcome.conflicts = {{table, berth, "status", text("available"), text("under_offer"),
                               text("maintenance"), FakeStore::userId, minutesAgo(25)},
                              {table, berth, "area", text("North pier"), text("South pier"),
                               text("West pier"), FakeStore::userId, minutesAgo(25)}};
    store.addReview(item);
}

} // namespace nimara::ui
