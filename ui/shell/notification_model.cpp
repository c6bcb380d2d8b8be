#include "models/items/labels.h"
#include "models/schema/tables/planning.h"
#include "models/store/when_done.h"
#include "ui/shell/notification_popup.h"
#include "ui/shell/shell_context.h"
#include "ui/widgets/format.h"

#include <QDateTime>

#include <chrono>

namespace nimara::ui {

namespace {

using schema::Notifications;
using namespace std::chrono_literals;
constexpr int mostShown = 60;

QString iconOf(std::string_view type)
{
    struct Entry
    {
        std::string_view type;
        const char *icon;
    };
    constexpr Entry entries[]{
        {"reminder_due", "clock"},
        {"reminder_overdue", "bell-ring"},
        {"new_registration", "user-plus"},
        {"eoi_signature_event", "signature"},
        {"new_email", "mail"},
        {"duplicate_alert", "git-merge"},
        {"invoice_overdue", "receipt"},
        {"waiting_list", "list-checks"},
        {"system_alert", "triangle-alert"},
        {"follow_up_created", "calendar-clock"},
        {"tenure_expiring", "calendar-days"},
    };
    for (const Entry &entry : entries) {
        if (entry.type == type)
            return QString::fromLatin1(entry.icon);
    }
    return QStringLiteral("bell");
}

} // namespace

NotificationModel::NotificationModel(ShellContext &context, QObject *parent)
    : QAbstractListModel(parent), m_context(context)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(50ms);
    connect(&m_soon, &QTimer::timeout, this, &NotificationModel::refresh);
    Store &store = context.store();
    connect(&store, &Store::tableChanged, this, [this](int table) {
        if (table == Notifications::table.number)
            m_soon.start();
    });
    connect(&store, &Store::sessionChanged, &m_soon, qOverload<>(&QTimer::start));
    connect(&store, &Store::replicaReplaced, &m_soon, qOverload<>(&QTimer::start));
    m_soon.start();
}

void NotificationModel::refresh()
{
    Store &store = m_context.store();
    const int round = ++m_round;
    Query query;
    query.table = &Notifications::table;
    query.filter = Filter::equal(Notifications::userId, store.session().userId);
    query.sort = {{"created_at", true}};
    query.limit = mostShown;
    whenDone(store.list(query), this, [this, round](const Result<std::vector<nimara::Row>> &rows) {
        if (round != m_round || !rows)
            return;
        beginResetModel();
        m_rows = *rows;
        m_loaded = true;
        endResetModel();
    });
    countUnread();
}

// Beyond what the list shows: all that were not read.
void NotificationModel::countUnread()
{
    Store &store = m_context.store();
    Query query;
    query.table = &Notifications::table;
    query.filter = Filter::both(Filter::equal(Notifications::userId, store.session().userId),
                                Filter::where("read_at", Compare::IsNull));
    whenDone(store.find(query), this, [this, round = m_round](const Result<RowNumbers> &found) {
        if (round != m_round || !found)
            return;
        m_unread = int(found->numbers.size());
        emit unreadChanged(m_unread);
    });
}

void NotificationModel::markRead(const std::vector<nimara::Row> &rows)
{
    Edit edit;
    const Value now(QDateTime::currentMSecsSinceEpoch() * 1000);
    for (const nimara::Row &row : rows) {
        if (!row[Notifications::readAt])
            edit.ops.push_back(
                {Notifications::table.number, row.id(), OpKind::Update, {{"read_at", {}, Value(), now}}});
    }
    if (edit.ops.empty())
        return;
    edit.title = toUtf8(tr("Notifications read"));
    whenDone(m_context.store().submit(std::move(edit)), this, [this](const Result<Uuid> &done) {
        if (!done)
            m_context.toastError(done.error());
        m_soon.start();
    });
}

void NotificationModel::markAllRead()
{
    markRead(m_rows);
}

void NotificationModel::open(int row)
{
    if (row < 0 || row >= int(m_rows.size()))
        return;
    const nimara::Row chosen = m_rows[std::size_t(row)];
    markRead({chosen});
    const auto link = chosen[Notifications::link];
    const auto type = chosen[Notifications::entityType];
    const auto id = chosen[Notifications::entityId];
    if (link && link->starts_with("nimara://"))
        m_context.navigate(QUrl(fromUtf8(*link)));
    else if (type && id && m_context.opens(*type))
        m_context.openRecord(*type, *id);
}

int NotificationModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant NotificationModel::data(const QModelIndex &index, int role) const
{
    const nimara::Row &row = m_rows[std::size_t(index.row())];
    const Format &format = m_context.format();
    const auto made = row[Notifications::createdAt];
    switch (role) {
    case Qt::DisplayRole:
        return fromUtf8(row[Notifications::title].value_or(std::string()));
    case DetailRole:
        return fromUtf8(row[Notifications::description].value_or(std::string()));
    case UnreadRole:
        return !row[Notifications::readAt];
    case IconRole: {
        const auto *type = std::get_if<std::string>(&row.value(Notifications::notificationType.index()));
        return iconOf(type ? *type : std::string());
    }
    case WhenRole:
        return made ? format.relative(*made) : QString();
    case Qt::ToolTipRole:
        return made ? format.exact(*made) : QString();
    case Qt::AccessibleTextRole:
        return data(index, UnreadRole).toBool()
                   ? tr("Unread: %1").arg(data(index, Qt::DisplayRole).toString())
                   : data(index, Qt::DisplayRole);
    default:
        return {};
    }
}

} // namespace nimara::ui
