#include "ui/shell/palette_model.h"

#include "models/base/text.h"
#include "models/items/labels.h"
#include "models/store/when_done.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/page_address.h"
#include "ui/shell/page_registry.h"

#include <algorithm>

namespace nimara::ui {

namespace {

constexpr int mostHits = 40;
constexpr int hitsPerTable = 8;

QString folded(const QString &text)
{
    return fromUtf8(foldedText(toUtf8(text)));
}

// Each word typed begins some word of the title or its group, in any order: "inv new" finds "New invoice".
bool fits(const QString &title, const QStringList &words)
{
    const QString all = u' ' + folded(title);
    return std::all_of(words.begin(), words.end(),
                       [&](const QString &word) { return all.contains(u' ' + word); });
}

} // namespace

PaletteModel::PaletteModel(ShellContext &context, const CommandRegistry &commands, QObject *parent)
    : QAbstractListModel(parent), m_context(context), m_commands(commands)
{}

void PaletteModel::find(const QString &text)
{
    m_text = text.simplified();
    const int round = ++m_round;
    m_searching = m_text.size() >= 2;
    if (!m_searching)
        m_hits.clear();
    rebuild();
    if (!m_searching)
        return;
    whenDone(m_context.store().search(toUtf8(m_text), mostHits), this,
             [this, round](const Result<std::vector<SearchHit>> &hits) {
                 if (round == m_round)
                     accept(hits);
             });
}

void PaletteModel::accept(const Result<std::vector<SearchHit>> &hits)
{
    m_searching = false;
    m_hits.clear();
    if (hits)
        m_hits = *hits;
    rebuild();
}

void PaletteModel::rebuild()
{
    beginResetModel();
    m_rows.clear();
    const QStringList words = folded(m_text).split(u' ', Qt::SkipEmptyParts);
    addRecords();
    addSections(words);
    addCommands(words);
    endResetModel();
    emit updated();
}

void PaletteModel::addHeading(const QString &title)
{
    Row row;
    row.heading = true;
    row.title = title;
    m_rows.push_back(std::move(row));
}

void PaletteModel::addRecords()
{
    // Grouped by table, in the order in which the search ranked the first of each.
    std::vector<const Table *> tables;
    for (const SearchHit &hit : m_hits) {
        if (m_context.opens(hit.table->name) &&
            std::find(tables.begin(), tables.end(), hit.table) == tables.end())
            tables.push_back(hit.table);
    }
    for (const Table *table : tables) {
        addHeading(tablePlural(*table));
        int count = 0;
        for (const SearchHit &hit : m_hits) {
            if (hit.table != table || ++count > hitsPerTable)
                continue;
            const PageEntry *page = m_context.pages().forTable(table->name);
            m_rows.push_back({false,
                              fromUtf8(hit.title),
                              fromUtf8(hit.detail),
                              page->icon,
                              {},
                              [this, table, id = hit.id] { m_context.openRecord(table->name, id); }});
        }
    }
}

void PaletteModel::addSections(const QStringList &words)
{
    bool first = true;
    int number = 0;
    for (const PageEntry &page : m_context.pages().entries()) {
        if (page.section == Section::Hidden || !page.isVisibleTo(m_context.store().session()))
            continue;
        const QKeySequence keys =
            ++number <= 9 ? QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_0 + number)) : QKeySequence();
        if (!fits(page.title + u' ' + sectionTitle(page.section), words))
            continue;
        if (first)
            addHeading(tr("Go to"));
        first = false;
        m_rows.push_back({false, page.title, sectionTitle(page.section), page.icon,
                          keys.toString(QKeySequence::NativeText), [this, key = page.key] {
                              m_context.navigate(PageAddress{key, {}, {}}.toUrl());
                          }});
    }
}

void PaletteModel::addCommands(const QStringList &words)
{
    bool first = true;
    for (const ShellCommand &command : m_commands.available()) {
        if (!command.inPalette || !fits(command.title + u' ' + command.group, words))
            continue;
        if (first)
            addHeading(tr("Commands"));
        first = false;
        m_rows.push_back({false, command.title, command.group,
                          command.icon.isEmpty() ? QStringLiteral("command") : command.icon,
                          command.keys.toString(QKeySequence::NativeText), command.run});
    }
}

bool PaletteModel::activate(int row)
{
    if (row < 0 || row >= int(m_rows.size()) || m_rows[std::size_t(row)].heading)
        return false;
    const auto run = m_rows[std::size_t(row)].run; // the model may change under it
    run();
    return true;
}

int PaletteModel::selectable(int from, int step) const
{
    for (int row = from; row >= 0 && row < int(m_rows.size()); row += step) {
        if (!m_rows[std::size_t(row)].heading)
            return row;
    }
    return -1;
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    const Row &row = m_rows[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return row.title;
    case Qt::AccessibleTextRole:
        return row.detail.isEmpty() ? row.title : row.title + QStringLiteral(", ") + row.detail;
    case HeadingRole:
        return row.heading;
    case IconRole:
        return row.icon;
    case DetailRole:
        return row.detail;
    case KeysRole:
        return row.keys;
    default:
        return {};
    }
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex &index) const
{
    return m_rows[std::size_t(index.row())].heading ? Qt::ItemFlags(Qt::NoItemFlags)
                                                    : Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

} // namespace nimara::ui
