#include "tests/bench/play_ui.h"

#include "models/base/json.h"
#include "models/schema/tables/clients.h"
#include "sync/replica/search_words.h"
#include "tests/bench/client.h"
#include "tests/bench/page_source.h"
#include "tests/bench/timing.h"
#include "tests/support/fake_account.h"
#include "tests/support/programs/child_process.h"
#include "ui/entity/entity_list.h"
#include "ui/entity/record_table.h"
#include "ui/pages/pages.h"
#include "ui/shell/main_window.h"
#include "ui/shell/page_registry.h"
#include "ui/shell/shell.h"
#include "ui/shell/ui_settings.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QMainWindow>
#include <QTimer>

#include <unistd.h>
#include <algorithm>

namespace nimara::bench {

using schema::Clients;

namespace {

constexpr int patienceMs = 60'000;
constexpr QSize windowSize{1440, 900};

// Like waitUntil(), but it looks after every event: what is measured here takes milliseconds.
bool spinUntil(const std::function<bool()> &condition)
{
    QTimer tick;
    tick.setTimerType(Qt::PreciseTimer);
    tick.start(1);
    const Stopwatch watch;
    while (!condition()) {
        if (watch.milliseconds() > patienceMs)
            return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    }
    return true;
}

template <typename T>
Result<T> spinFor(const QFuture<Result<T>> &future)
{
    if (!spinUntil([&] { return future.isFinished(); }) || future.resultCount() == 0)
        return Error{ErrorCode::Internal, "bench.future"};
    return future.result();
}

// The app as its composition root puts it together, without the keychain's answer.
class App
{
public:
    explicit App(const Json &told)
        : m_clients(told.value("tenant", 0u)), m_rows(told.value("rows", 0)), m_threads(sync::Tuning(), "en"),
          m_api(m_threads.http()), m_store(m_threads, m_api),
          m_folder(QString::fromStdString(told.value("folder", "")))
    {
        ui::registerPages(m_pages);
        m_account.setState(AccountState::SignedIn);
    }

    Result<> open()
    {
        SessionInfo session;
        session.userId = PageSource::user();
        session.userName = "Bench";
        session.email = "bench@example.org";
        session.portId = m_clients.port();
        PortInfo port;
        port.id = m_clients.port();
        port.slug = m_clients.slug();
        port.name = "Bench";
        port.permissions = PageSource::permissions();
        session.ports = {port};
        const auto key = sync::SecretKey::fromBytes(std::string(sync::SecretKey::size, 'k'));
        NIMARA_TRY(spinFor(m_store.open({session, *key, m_folder, {}, {}})));
        m_window = std::make_unique<ui::MainWindow>(m_store, m_account, m_settings, m_pages);
        m_window->resize(windowSize);
        m_window->show();
        m_window->shell().navigate(QUrl(QStringLiteral("nimara://clients")));
        m_list = m_window->findChild<ui::EntityList *>();
        return m_list && awaitList(m_rows) ? Result<>(Done{}) : Error{ErrorCode::Internal, "bench.list"};
    }

    // All rows are known, those in sight are there and painted.
    bool awaitList(int rows)
    {
        const RecordListModel &model = m_list->model();
        const bool there = spinUntil([&] {
            return model.phase() == RecordListModel::Phase::Ready && (rows < 0 || model.rowCount() == rows) &&
                   rowsInSightAreThere();
        });
        m_list->table().viewport()->repaint();
        return there;
    }

    // The time until the list has answered anew.
    double timed(const std::function<void()> &act, int rows)
    {
        bool answered = false;
        const auto link =
            QObject::connect(&m_list->model(), &RecordListModel::refreshed, qApp, [&] { answered = true; });
        const Stopwatch watch;
        act();
        spinUntil([&] { return answered; });
        awaitList(rows);
        QObject::disconnect(link);
        return watch.milliseconds();
    }

    ui::EntityList &list() { return *m_list; }
    sync::LocalStore &store() { return m_store; }
    const QString &folder() const { return m_folder; }
    const ClientRows &clients() const { return m_clients; }
    int rows() const { return m_rows; }

private:
    bool rowsInSightAreThere() const
    {
        const RecordListModel &model = m_list->model();
        const ui::RecordTable &table = m_list->table();
        const int first = std::max(table.rowAt(0), 0);
        const int last = table.rowAt(table.viewport()->height() - 1);
        const int end = last < 0 ? model.rowCount() - 1 : last;
        for (int row = first; row <= end; ++row) {
            if (!model.rowAt(row))
                return false;
        }
        return true;
    }

    ClientRows m_clients;
    int m_rows;
    sync::SyncThreads m_threads;
    sync::ServerApi m_api;
    sync::LocalStore m_store;
    QString m_folder;
    FakeAccount m_account;
    ui::UiSettings m_settings{QString()};
    ui::PageRegistry m_pages;
    std::unique_ptr<ui::MainWindow> m_window;
    ui::EntityList *m_list = nullptr;
};

void sortAndFilter(App &app, Json &figures)
{
    RecordListModel &model = app.list().model();
    const auto sortBy = [&](const char *column, bool descending) {
        return app.timed([&] { model.setSort({{column, descending}}); }, app.rows());
    };
    figures["sort by name, first time"] = sortBy("full_name", false);
    figures["sort by date"] = sortBy("created_at", true);
    figures["sort by name, again"] = sortBy("full_name", true);
    ui::ListFilter website;
    website.columns[Clients::source.index()].values = {Value("website")};
    figures["filter by source"] = app.timed([&] { app.list().setFilter(website); }, -1);
    const Stopwatch watch;
    app.list().setFilter({});
    app.awaitList(app.rows());
    app.list().table().scrollToBottom();
    app.awaitList(app.rows());
    figures["scroll to the end"] = watch.milliseconds();
}

// Letter by letter: the list's own search, then the palette's.
Result<> typeWords(App &app, Json &figures)
{
    std::vector<double> narrowed, searched;
    for (const QString &words : {QStringLiteral("anna berg"), QStringLiteral("östers marine")}) {
        for (int length = 1; length <= words.size(); ++length) {
            ui::ListFilter filter;
            filter.search = words.left(length);
            narrowed.push_back(app.timed([&] { app.list().setFilter(filter); }, -1));
            const Stopwatch watch;
            NIMARA_TRY(spinFor(app.store().search(words.left(length).toStdString(), 20)));
            searched.push_back(watch.milliseconds());
        }
    }
    figures["filter by words, slowest letter"] = *std::max_element(narrowed.begin(), narrowed.end());
    figures["search as you type, slowest letter"] = *std::max_element(searched.begin(), searched.end());
    figures["search as you type, median letter"] = median(searched);
    return Done{};
}

// The same questions to the same file, asked as plainly as can be.
Result<> plainQuestions(const App &app, Json &figures)
{
    sync::ReplicaKey key{};
    key.fill('k');
    const std::string path = app.folder().toStdString() + "/" + app.clients().port().toString() + ".db";
    const auto file = sync::Database::open({.path = path, .key = key, .vfs = {}, .readOnly = true});
    if (!file)
        return file.error();
    const auto timed = [&](const std::string &sql, bool sorted) -> Result<double> {
        const Stopwatch watch;
        auto statement = file->prepare(sql);
        if (!statement)
            return statement.error();
        std::vector<std::pair<std::string, std::int64_t>> rows;
        for (;;) {
            const auto step = statement->step();
            if (!step)
                return step.error();
            if (*step == sync::Step::End)
                break;
            rows.emplace_back(sorted ? std::string(statement->text(1)) : std::string(),
                              statement->integer(0));
        }
        if (sorted)
            std::sort(rows.begin(), rows.end());
        return watch.milliseconds();
    };
    const std::pair<const char *, std::string> questions[] = {
        {"plain filter", "SELECT rid FROM clients WHERE archived_at IS NULL AND source = 'website'"},
        {"plain sort", "SELECT rid, full_name FROM clients WHERE archived_at IS NULL"},
        {"plain match", "SELECT rowid FROM search_fts WHERE search_fts MATCH '" +
                            sync::searchExpression("anna") + "' LIMIT 2000"}};
    for (const auto &[name, sql] : questions) {
        const auto spent = timed(sql, std::string(name) == "plain sort");
        if (!spent)
            return spent.error();
        figures[name] = *spent;
    }
    return Done{};
}

Result<> measure(App &app, std::int64_t started)
{
    NIMARA_TRY(app.open());
    Json figures = {{"start to usable list", double(monotonicMicros() - started) / 1000}};
    sortAndFilter(app, figures);
    NIMARA_TRY(typeWords(app, figures));
    figures["memory"] = static_cast<double>(test::peakMemoryOf(getpid())) / (1024 * 1024);
    NIMARA_TRY(plainQuestions(app, figures));
    say({{"figures", figures}});
    return Done{};
}

Json told()
{
    const auto words = parseJson(listen());
    return words ? *words : Json::object();
}

} // namespace

int playApp(std::span<const std::string>)
{
    CommandLine line;
    QApplication application(line.count, line.words);
    const ui::Theme theme(application);
    const Json words = told();
    App app(words);
    const auto done = measure(app, words.value("started", std::int64_t(0)));
    if (!done)
        say({{"fault", done.error().key + " " + done.error().detail}});
    return done ? 0 : 1;
}

int playBare(std::span<const std::string>)
{
    CommandLine line;
    const QApplication application(line.count, line.words);
    const Json words = told();
    QMainWindow window;
    window.resize(windowSize);
    window.show();
    window.repaint();
    say({{"figures",
          {{"bare start", double(monotonicMicros() - words.value("started", std::int64_t(0))) / 1000}}}});
    return 0;
}

} // namespace nimara::bench
