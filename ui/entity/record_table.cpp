#include "ui/entity/record_table.h"

#include "models/items/record_list_model.h"
#include "models/items/value_text.h"
#include "models/store/when_done.h"
#include "ui/entity/cell_delegate.h"
#include "ui/entity/row_notes.h"
#include "ui/entity/table_header.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>
#include <unordered_set>

namespace nimara::ui {

namespace {

using namespace std::chrono_literals;

// A quick answer shows no skeleton at all.
constexpr auto skeletonDelay = 150ms;
// The clipboard is for people; more is an export.
constexpr std::size_t mostCopied = 20'000;

} // namespace

RecordTable::RecordTable(Store &store, RecordListModel &list, QWidget *parent)
    : QTableView(parent), m_store(store), m_list(list)
{
    m_delegate = new CellDelegate(this);
    m_header = new TableHeader(list, this);
    setHorizontalHeader(m_header);
    setItemDelegate(m_delegate);
    setModel(&list);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setWordWrap(false);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    dress();

    m_skeletonTimer.setSingleShot(true);
    connect(&m_skeletonTimer, &QTimer::timeout, this, [this] {
        m_delegate->setSkeletons(true);
        viewport()->update();
    });
    connect(this, &QTableView::doubleClicked, this, &RecordTable::activate);
    connect(&list, &QAbstractItemModel::modelAboutToBeReset, this, &RecordTable::remember);
    connect(&list, &QAbstractItemModel::modelReset, this, &RecordTable::restore);
    connect(&list, &RecordListModel::refreshed, this, &RecordTable::fitHeight);
}

void RecordTable::setCompact(bool compact)
{
    m_compact = compact;
    m_delegate->setCompact(compact);
    dress();
}

void RecordTable::setNotes(RowNotes *notes)
{
    m_delegate->setNotes(notes);
    if (notes)
        connect(notes, &RowNotes::changed, viewport(), qOverload<>(&QWidget::update));
}

void RecordTable::setFitsRows(int mostRows)
{
    m_mostRows = mostRows;
    fitHeight();
}

void RecordTable::dress()
{
    verticalHeader()->setDefaultSectionSize(theme().px(m_compact ? size::compactRow : size::row));
    m_header->layOut(viewport()->width());
    fitHeight();
}

void RecordTable::fitHeight()
{
    if (m_mostRows <= 0)
        return;
    const int rows = std::clamp(m_list.rowCount(), 1, m_mostRows);
    const int height = m_header->sizeHint().height() + rows * verticalHeader()->defaultSectionSize() +
                       horizontalScrollBar()->sizeHint().height();
    setFixedHeight(height);
}

QSize RecordTable::sizeHint() const
{
    return {QTableView::sizeHint().width(), theme().px(240)};
}

void RecordTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_header)
        dress();
}

void RecordTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    m_header->layOut(viewport()->width());
}

void RecordTable::remember()
{
    Place place{m_list.numbering(), selectedNumbers(), -1, verticalScrollBar()->value()};
    if (currentIndex().isValid() && currentIndex().row() < m_list.rowCount())
        place.current = m_list.numberAt(currentIndex().row());
    m_place = std::move(place);
}

void RecordTable::restore()
{
    m_header->layOut(viewport()->width());
    const std::optional<Place> place = std::exchange(m_place, std::nullopt);
    if (!place || place->numbering != m_list.numbering() || m_list.rowCount() == 0)
        return;
    const int last = m_list.columnCount() - 1;
    if (!place->selected.empty() && last >= 0) {
        const std::unordered_set<std::int64_t> wanted(place->selected.begin(), place->selected.end());
        QItemSelection selection;
        for (int row = 0; row < m_list.rowCount(); ++row) {
            if (wanted.contains(m_list.numberAt(row)))
                selection.select(m_list.index(row, 0), m_list.index(row, last));
        }
        selectionModel()->select(selection, QItemSelectionModel::Select);
    }
    if (const int row = place->current < 0 ? -1 : m_list.rowOf(place->current); row >= 0)
        selectionModel()->setCurrentIndex(m_list.index(row, 0), QItemSelectionModel::NoUpdate);
    verticalScrollBar()->setValue(place->scroll);
}

std::vector<std::int64_t> RecordTable::selectedNumbers() const
{
    std::vector<int> rows;
    if (selectionModel()) {
        for (const QItemSelectionRange &range : selectionModel()->selection()) {
            for (int row = range.top(); row <= range.bottom(); ++row)
                rows.push_back(row);
        }
    }
    std::ranges::sort(rows);
    const auto doubled = std::ranges::unique(rows);
    rows.erase(doubled.begin(), doubled.end());
    std::vector<std::int64_t> numbers;
    numbers.reserve(rows.size());
    for (const int row : rows) {
        if (row < m_list.rowCount())
            numbers.push_back(m_list.numberAt(row));
    }
    return numbers;
}

int RecordTable::selectedCount() const
{
    int count = 0;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        count += range.height();
    return count;
}

int RecordTable::currentRow() const
{
    return currentIndex().isValid() ? currentIndex().row() : -1;
}

void RecordTable::showRow(int row)
{
    if (row < 0 || row >= m_list.rowCount())
        return;
    selectionModel()->setCurrentIndex(m_list.index(row, 0),
                                      QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(m_list.index(row, 0));
}

void RecordTable::withSelected(std::function<void(const std::vector<Row> &)> then)
{
    const std::vector<std::int64_t> numbers = selectedNumbers();
    if (numbers.empty())
        return;
    if (m_list.table().is(OnlineOnly)) {
        std::vector<Row> rows;
        for (const std::int64_t number : numbers) {
            if (const Row *row = m_list.rowAt(static_cast<int>(number)))
                rows.push_back(*row);
        }
        return then(rows);
    }
    whenDone(m_store.rows(m_list.table(), numbers), this,
             [then = std::move(then)](const Result<std::vector<Row>> &rows) {
                 if (rows)
                     then(*rows);
             });
}

void RecordTable::copySelected()
{
    if (static_cast<std::size_t>(selectedCount()) > mostCopied)
        return;
    withSelected([this](const std::vector<Row> &rows) {
        const auto clean = [](QString cell) {
            return cell.replace(QLatin1Char('\t'), QLatin1Char(' '))
                .replace(QLatin1Char('\n'), QLatin1Char(' '));
        };
        QStringList lines;
        QStringList head;
        for (int column = 0; column < m_list.columnCount(); ++column)
            head << clean(m_list.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        lines << head.join(QLatin1Char('\t'));
        for (const Row &row : rows) {
            QStringList cells;
            for (int column = 0; column < m_list.columnCount(); ++column)
                cells << clean(copyText(m_store, row, m_list.columnAt(column)));
            lines << cells.join(QLatin1Char('\t'));
        }
        QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')) + QLatin1Char('\n'));
    });
}

void RecordTable::activate(const QModelIndex &index)
{
    if (const auto id = m_list.idAt(index.row()))
        emit rowActivated(*id);
}

void RecordTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copySelected();
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (currentIndex().isValid())
            return activate(currentIndex());
        break;
    case Qt::Key_Delete:
        if (selectedCount() > 0) {
            emit removeRequested();
            return;
        }
        break;
    default:
        break;
    }
    QTableView::keyPressEvent(event);
}

void RecordTable::hover(int row)
{
    if (row == m_delegate->hoveredRow())
        return;
    m_delegate->setHoveredRow(row);
    viewport()->update();
}

void RecordTable::mouseMoveEvent(QMouseEvent *event)
{
    hover(rowAt(event->pos().y()));
    QTableView::mouseMoveEvent(event);
}

void RecordTable::leaveEvent(QEvent *event)
{
    hover(-1);
    QTableView::leaveEvent(event);
}

void RecordTable::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (!m_delegate->takeMissing()) {
        m_skeletonTimer.stop();
        m_delegate->setSkeletons(false);
    } else if (!m_skeletonTimer.isActive()) {
        m_skeletonTimer.start(skeletonDelay);
    }
}

void RecordTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    emit selectionChangedTo(selectedCount());
}

} // namespace nimara::ui
