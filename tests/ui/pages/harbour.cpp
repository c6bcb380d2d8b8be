#include "tests/ui/pages/harbour.h"

#include "models/base/clock.h"

#include <array>
#include <chrono>

namespace nimara {

namespace {

using namespace std::chrono_literals;

constexpr std::array firstNames{"Anna",  "Björn", "Chiara", "Diego", "Élodie",   "Farid", "Greta", "Henrik",
                                "Ilona", "Jens",  "Katrin", "Luca",  "Mireille", "Nils",  "Olga",  "Pedro"};
constexpr std::array lastNames{"Berg",     "Lindqvist", "Moretti",  "Okafor",   "Petersen",  "van der Meer",
                               "Sørensen", "Takahashi", "Virtanen", "Weißmann", "Achterberg"};
constexpr std::array companies{
    "Blue Anchor Yachting Ltd", "", "", "Meridian Marine Services GmbH & Co. KG", "", "Nordwind Charter AB"};
constexpr std::array areas{"North pier", "South pier", "Old harbour", "Superyacht quay"};
constexpr std::array sources{"website", "manual", "referral", "broker", "event", "other"};
constexpr std::array stages{"open",           "details_sent",        "in_communication", "visited",
                            "signed_eoi_nda", "ten_percent_deposit", "contract",         "completed"};
constexpr std::array statuses{"available", "available", "under_offer", "available",
                              "sold",      "reserved",  "maintenance"};
constexpr std::array leads{"hot", "warm", "warm", "cold", "dormant"};

std::string ago(std::chrono::minutes span)
{
    return (SystemClock().now() - span).toString();
}

std::string in(std::chrono::minutes span)
{
    return (SystemClock().now() + span).toString();
}

template <std::size_t n>
std::string pick(const std::array<const char *, n> &words, int i)
{
    return words[static_cast<std::size_t>(i) % n];
}

} // namespace

Harbour::Harbour(FakeStore &store, int clientCount, int berthCount) : maya(FakeStore::userId)
{
    people(store);
    addClients(store, clientCount);
    addBerths(store, berthCount);
    addInterests(store);
    addWork(store);
    addMoney(store);
    addAdmin(store);
}

void Harbour::people(FakeStore &store)
{
    store.add("ports",
              {{"name", "Port Nimara"},
               {"slug", "port-nimara"},
               {"default_currency", "USD"},
               {"timezone", "America/Anguilla"}},
              FakeStore::portId);
    store.add("users", {{"name", "Maya Lindqvist"}, {"email", "maya@port-nimara.example"}}, maya);
    jonas = store.add("users", {{"name", "Jonas Achterberg"}, {"email", "jonas@port-nimara.example"}});
    const Uuid role = store.add("roles", {{"name", "Sales manager"},
                                          {"is_system", "true"},
                                          {"permissions", R"({"clients":{"view":true,"create":true}})"}});
    store.add("roles",
              {{"name", "Viewer"}, {"is_system", "true"}, {"permissions", R"({"clients":{"view":true}})"}});
    store.add("user_port_roles", {{"user_id", maya.toString()}, {"role_id", role.toString()}});
    for (const auto &[name, color] : {std::pair{"VIP", "#7a5cc7"}, std::pair{"Investor", "#17889b"},
                                      std::pair{"Charter", "#c22f36"}, std::pair{"Winter berth", "#1f6feb"}})
        tags.push_back(store.add("tags", {{"name", name}, {"color", color}}));
}

void Harbour::addClients(FakeStore &store, int count)
{
    for (int i = 0; i < count; ++i) {
        const std::string name = pick(firstNames, i) + " " + pick(lastNames, i * 3);
        FakeStore::Fields fields{{"full_name", name},
                                 {"source", pick(sources, i)},
                                 {"city", i % 2 ? "Hamburg" : "The Valley"},
                                 {"country", i % 2 ? "Germany" : "Anguilla"},
                                 {"assigned_to", (i % 3 ? maya : jonas).toString()},
                                 {"last_contact_at", ago(i * 400min)},
                                 {"updated_at", ago(i * 70min)}};
        if (const std::string company = pick(companies, i); !company.empty())
            fields.insert(fields.end(), {{"company_name", company}, {"client_type", "company"}});
        clients.push_back(store.add("clients", fields));
    }
    const std::string anna = clients.front().toString();
    store.change(
        "clients", clients.front(),
        {{"summary", "Looks for a **quiet berth** on the north side.\n\n- prefers e-mail\n- sails in June"},
         {"address_line1", "Elbchaussee 120"},
         {"postal_code", "22763"},
         {"nationality", "German"},
         {"preferred_language", "de"},
         {"preferred_currency", "EUR"}});
    store.add("client_contacts", {{"client_id", anna},
                                  {"channel", "email"},
                                  {"value", "anna.berg@example.com"},
                                  {"normalized_value", "anna.berg@example.com"},
                                  {"is_primary", "true"}});
    store.add("client_contacts", {{"client_id", anna},
                                  {"channel", "phone"},
                                  {"value", "+49 40 555 0192"},
                                  {"normalized_value", "+49405550192"},
                                  {"label", "Office"}});
    store.add("client_notes", {{"client_id", anna},
                               {"author_id", jonas.toString()},
                               {"is_pinned", "true"},
                               {"body", "Met at the boat show. **Do not call before ten.**"}});
    store.add("client_notes",
              {{"client_id", anna},
               {"author_id", maya.toString()},
               {"body", "Sent the plan of the north pier.\n\n1. wants 18 m\n2. draft below 2.4 m"}});
    for (const int tag : {0, 3})
        store.add("client_tags",
                  {{"client_id", anna}, {"tag_id", tags[static_cast<std::size_t>(tag)].toString()}});
    store.add("vessels", {{"client_id", anna},
                          {"name", "Stella Maris"},
                          {"make", "Hallberg-Rassy"},
                          {"model", "57"},
                          {"length_m", "18.00"},
                          {"beam_m", "5.05"},
                          {"draft_m", "2.30"},
                          {"built_year", "2019"}});
}

void Harbour::addBerths(FakeStore &store, int count)
{
    for (int i = 0; i < count; ++i) {
        FakeStore::Fields fields{{"area", pick(areas, i / 15)},
                                 {"berth_number", std::to_string(i % 15 + 1)},
                                 {"status", pick(statuses, i)},
                                 {"length_m", std::to_string(8 + i % 30) + ".50"},
                                 {"beam_m", std::to_string(3 + i % 6) + ".20"},
                                 {"max_draft_m", "3.10"},
                                 {"price", std::to_string(45000 + i * 12500) + ".00"},
                                 {"price_currency", "USD"},
                                 {"tenure_type", i % 3 ? "rental" : "freehold"},
                                 {"mooring_type", "Finger pontoon"},
                                 {"has_water", "true"},
                                 {"has_wifi", i % 2 ? "true" : "false"},
                                 {"power_capacity_kva", "22.5"}};
        if (i % 7 == 4)
            fields.emplace_back("owner_client_id",
                                clients[static_cast<std::size_t>(i) % clients.size()].toString());
        berths.push_back(store.add("berths", fields));
    }
    store.add("berth_maintenance_log", {{"berth_id", berths.front().toString()},
                                        {"category", "Cleats"},
                                        {"description", "Replace the second cleat"},
                                        {"cost", "420.00"}});
}

void Harbour::addInterests(FakeStore &store)
{
    for (int i = 0; i < 32; ++i) {
        interests.push_back(store.add(
            "interests", {{"client_id", clients[static_cast<std::size_t>(i * 2) % clients.size()].toString()},
                          {"berth_id", berths[static_cast<std::size_t>(i)].toString()},
                          {"pipeline_stage", pick(stages, i * i)},
                          {"lead_category", pick(leads, i)},
                          {"source", pick(sources, i)},
                          {"assigned_to", (i % 2 ? maya : jonas).toString()},
                          {"offered_price", std::to_string(90000 + i * 7000) + ".00"},
                          {"budget_amount", "120000.00"},
                          {"budget_currency", "USD"},
                          {"desired_length_m", "14.50"},
                          {"stage_changed_at", ago(i * 600min)},
                          {"expected_close_on", "2027-03-31"},
                          {"updated_at", ago(i * 55min)}}));
    }
    store.add("interest_notes", {{"interest_id", interests.front().toString()},
                                 {"author_id", jonas.toString()},
                                 {"body", "Visit on Friday, with the *technical manager*."}});
    store.add("berth_waiting_list",
              {{"client_id", clients[1].toString()}, {"berth_id", berths[4].toString()}, {"rank", "1"}});
}

void Harbour::addWork(FakeStore &store)
{
    const std::string anna = clients.front().toString();
    store.add("reminders", {{"title", "Call Anna Berg about the north pier"},
                            {"due_at", ago(90min)},
                            {"priority", "high"},
                            {"assigned_to", maya.toString()},
                            {"created_by", maya.toString()},
                            {"client_id", anna}});
    store.add("reminders", {{"title", "Send the price list"},
                            {"due_at", in(180min)},
                            {"priority", "normal"},
                            {"assigned_to", maya.toString()},
                            {"created_by", jonas.toString()}});
    store.add("reminders", {{"title", "Renew the insurance of the pontoon"},
                            {"due_at", in(60 * 24 * 5min)},
                            {"priority", "low"},
                            {"assigned_to", jonas.toString()},
                            {"created_by", jonas.toString()}});
    const Uuid document = store.add("documents", {{"title", "EOI, berth 1, Anna Berg"},
                                                  {"document_type", "eoi"},
                                                  {"status", "sent"},
                                                  {"client_id", anna},
                                                  {"sent_at", ago(2000min)},
                                                  {"interest_id", interests.front().toString()},
                                                  {"created_by", maya.toString()}});
    store.add(
        "document_signers",
        {{"document_id", document.toString()}, {"name", "Anna Berg"}, {"email", "anna.berg@example.com"}});
    store.add("files", {{"filename", "north-pier-plan.pdf"},
                        {"mime_type", "application/pdf"},
                        {"size_bytes", "482113"},
                        {"entity_id", anna},
                        {"entity_type", "clients"},
                        {"client_id", anna},
                        {"uploaded_by", maya.toString()},
                        {"scan_status", "clean"}});
    const Uuid account = store.add("email_accounts", {{"user_id", maya.toString()},
                                                      {"address", "maya@port-nimara.example"},
                                                      {"imap_host", "imap.example"},
                                                      {"smtp_host", "smtp.example"}});
    const Uuid thread = store.add("email_threads", {{"account_id", account.toString()},
                                                    {"owner_id", maya.toString()},
                                                    {"subject", "Berth for an 18 m yacht"},
                                                    {"client_id", anna},
                                                    {"snippet", "Dear Maya, thank you for the plan"},
                                                    {"message_count", "2"},
                                                    {"unread_count", "1"},
                                                    {"last_message_at", ago(300min)}});
    store.add("email_messages", {{"account_id", account.toString()},
                                 {"thread_id", thread.toString()},
                                 {"owner_id", maya.toString()},
                                 {"message_id", "<1@example.com>"},
                                 {"direction", "in"},
                                 {"from_address", "anna.berg@example.com"},
                                 {"subject", "Berth for an 18 m yacht"},
                                 {"body_text", "Dear Maya,\n\nthank you for the plan."},
                                 {"sent_at", ago(300min)}});
}

void Harbour::addMoney(FakeStore &store)
{
    for (int i = 0; i < 6; ++i) {
        store.add("expenses", {{"incurred_by", maya.toString()},
                               {"category", i % 2 ? "marketing" : "maintenance"},
                               {"vendor", i % 2 ? "Boat show Düsseldorf" : "Dock Services Ltd"},
                               {"amount", std::to_string(120 + i * 35) + ".40"},
                               {"currency", i % 2 ? "EUR" : "USD"},
                               {"base_amount", std::to_string(130 + i * 36) + ".10"},
                               {"incurred_on", "2026-05-1" + std::to_string(i)},
                               {"status", i % 2 ? "approved" : "draft"}});
    }
    const Uuid invoice = store.add("invoices", {{"invoice_number", "INV-2026-00012"},
                                                {"provisional_number", "D-00AA11BB"},
                                                {"client_id", clients.front().toString()},
                                                {"status", "sent"},
                                                {"issue_on", "2026-05-01"},
                                                {"due_on", "2026-05-31"},
                                                {"currency", "USD"},
                                                {"subtotal", "9000.00"},
                                                {"tax_rate", "13"},
                                                {"tax_amount", "1170.00"},
                                                {"total", "10170.00"}});
    store.add("invoice_line_items", {{"invoice_id", invoice.toString()},
                                     {"position", "1"},
                                     {"description", "Deposit, berth 1 on the north pier"},
                                     {"quantity", "1"},
                                     {"unit_price", "9000.00"},
                                     {"line_total", "9000.00"}});
    store.add("invoices", {{"provisional_number", "D-55CC66DD"},
                           {"client_id", clients[2].toString()},
                           {"status", "draft"},
                           {"currency", "USD"},
                           {"total", "1250.00"}});
}

void Harbour::addAdmin(FakeStore &store)
{
    store.add("document_templates", {{"name", "Expression of interest"},
                                     {"document_type", "eoi"},
                                     {"body", "Dear {{client.full_name}},\n\nwe confirm your interest."}});
    store.add("form_templates",
              {{"name", "Berth request"}, {"slug", "berth-request"}, {"target", "interest"}});
    store.add("scheduled_reports", {{"name", "Pipeline of the week"}, {"report_type", "pipeline"}});
    const Uuid webhook = store.add("webhooks", {{"name", "Accounting"},
                                                {"url", "https://books.example/hook"},
                                                {"events", R"(["invoice:sent","invoice:paid"])"}});
    store.add("webhook_deliveries", {{"webhook_id", webhook.toString()},
                                     {"event", "invoice:sent"},
                                     {"status", "delivered"},
                                     {"attempts", "1"},
                                     {"response_code", "200"}});
    store.add("custom_field_definitions",
              {{"entity_type", "clients"}, {"key", "captain"}, {"label", "Captain"}, {"field_type", "text"}});
    store.add("system_settings",
              {{"key", "backup.last"}, {"value", R"({"at":"2026-06-01T02:00:00Z","ok":true})"}});
    for (int i = 0; i < 5; ++i) {
        store.add("audit_logs", {{"user_id", maya.toString()},
                                 {"action", i % 2 ? "update" : "create"},
                                 {"entity_type", "clients"},
                                 {"entity_id", clients[static_cast<std::size_t>(i)].toString()},
                                 {"field_changed", "city"},
                                 {"old_value", "Kiel"},
                                 {"new_value", "Hamburg"},
                                 {"occurred_at", ago(i * 30min)},
                                 {"received_at", ago(i * 30min)}});
    }
}

} // namespace nimara
