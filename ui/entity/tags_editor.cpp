#include "ui/entity/tags_editor.h"

#include "models/items/labels.h"
#include "models/items/lookup_model.h"
#include "models/store/when_done.h"
#include "ui/entity/check_list.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/flow_layout.h"
#include "ui/entity/popup.h"
#include "ui/entity/record_context.h"
#include "ui/entity/rights_text.h"
#include "ui/theme/status_look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/search_field.h"

#include <QEvent>
#include <QFrame>
#include <QPointer>
#include <QVBoxLayout>

#include <algorithm>

namespace nimara::ui {

namespace {

constexpr int pickerWidth = 240;
constexpr int pickerRows = 8;
constexpr double tint = 0.16;

const Table &tagsTable()
{
    return *schema::findTable("tags");
}

QString textIn(const Row &row, std::string_view column)
{
    const auto *text = std::get_if<std::string>(&row.value(column));
    return text ? fromUtf8(*text) : QString();
}

// The tag's own colour as a tint, with words that can be read on it whatever it is.
StatusLook tagLook(const QString &name)
{
    StatusLook look = Chip::lookOf(Tone::Neutral);
    const QColor color(name);
    if (!color.isValid())
        return look;
    look.fill = color;
    look.background = mixed(theme().color(Token::Surface), color, tint);
    look.text = readableOn(look.background, color);
    return look;
}

} // namespace

TagsEditor::TagsEditor(RecordContext &record, const TagLink &link, QWidget *parent)
    : QWidget(parent), m_record(record), m_link(link)
{
    m_flow = new FlowLayout(this);
    m_flow->setGaps(theme().px(size::grid), theme().px(size::grid));
    m_add = makeButton(tr("Add tag"), Emphasis::Quiet, QStringLiteral("plus"), this);
    m_add->setObjectName(QStringLiteral("addTag"));
    connect(m_add, &QPushButton::clicked, this, &TagsEditor::openPicker);
    m_flow->addWidget(m_add);
    connect(&record, &RecordContext::idChanged, this, &TagsEditor::fetch);
    connect(&record, &RecordContext::changed, this, [this] {
        const Verdict verdict = canCreate(*m_link.table, actorOf(m_record.host().store()));
        applyVerdict(*m_add, m_record.host().store(), verdict);
    });
    connect(&record.host().store(), &Store::tableChanged, this, [this](int table) {
        if (table == m_link.table->number || table == tagsTable().number)
            fetch();
    });
    fetch();
}

// The tints of the chips are made from the colours of the look.
void TagsEditor::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        fetch();
}

void TagsEditor::fetch()
{
    if (m_record.id().isNil())
        return;
    Query query{.table = m_link.table,
                .filter = Filter::where(m_link.owner->name(), Compare::Equal, m_record.id())};
    whenDone(m_record.host().store().list(query), this,
             [this, id = m_record.id()](const Result<std::vector<Row>> &pairs) {
                 if (!pairs || id != m_record.id())
                     return;
                 Query named{.table = &tagsTable(), .filter = {.kind = Filter::Kind::Column, .column = "id"}};
                 named.filter.compare = Compare::In;
                 for (const Row &pair : *pairs)
                     named.filter.values.push_back(pair.value(m_link.tag->index));
                 if (named.filter.values.empty())
                     return showTags({}, {});
                 whenDone(m_record.host().store().list(named), this,
                          [this, id, pairs = *pairs](const Result<std::vector<Row>> &tags) {
                              if (tags && id == m_record.id())
                                  showTags(pairs, *tags);
                          });
             });
}

void TagsEditor::showTags(const std::vector<Row> &pairs, const std::vector<Row> &tags)
{
    m_flow->removeWidget(m_add);
    qDeleteAll(findChildren<Chip *>(QString(), Qt::FindDirectChildrenOnly));
    m_tags.clear();
    std::vector<Entry> entries;
    for (const Row &pair : pairs) {
        const auto same = [&](const Row &tag) { return Value(tag.id()) == pair.value(m_link.tag->index); };
        const auto tag = std::ranges::find_if(tags, same);
        if (tag == tags.end())
            continue;
        m_tags.push_back(tag->id());
        entries.push_back({pair, textIn(*tag, "name"), textIn(*tag, "color")});
    }
    std::ranges::sort(entries, {}, [](const Entry &entry) { return entry.name.toCaseFolded(); });
    for (const Entry &entry : entries)
        addChip(entry);
    m_flow->addWidget(m_add);
    updateGeometry();
}

void TagsEditor::addChip(const Entry &entry)
{
    auto *chip = new Chip(this);
    chip->setText(entry.name);
    chip->setLook(tagLook(entry.color));
    const Actor actor = actorOf(m_record.host().store());
    chip->setRemovable(static_cast<bool>(canRemove(*m_link.table, actor, &entry.pair)));
    connect(chip, &Chip::removed, this, [this, entry] { removeTag(entry); });
    m_flow->addWidget(chip);
    chip->show();
}

bool TagsEditor::has(const Uuid &tag) const
{
    return std::ranges::find(m_tags, tag) != m_tags.end();
}

void TagsEditor::openPicker()
{
    QFrame *panel = makePopup(m_add);
    panel->setFixedWidth(theme().px(pickerWidth));
    auto *search = new SearchField(panel);
    search->setPlaceholderText(tr("Find or create a tag"));
    auto *list = new QListWidget(panel);
    list->setObjectName(QStringLiteral("tagChoices"));
    list->setFrameShape(QFrame::NoFrame);
    list->setFixedHeight(theme().px(size::compactRow) * pickerRows);
    panel->layout()->addWidget(search);
    panel->layout()->addWidget(list);
    panel->setFocusProxy(search);

    auto *lookup = new LookupModel(m_record.host().store(), tagsTable(), panel);
    const bool mayCreate = static_cast<bool>(canCreate(tagsTable(), actorOf(m_record.host().store())));
    connect(lookup, &LookupModel::found, panel, [this, lookup, list, search, mayCreate] {
        list->clear();
        bool exact = false;
        for (int row = 0; row < lookup->rowCount(); ++row) {
            const QString name = textIn(lookup->rowAt(row), "name");
            exact = exact || name.compare(search->text().trimmed(), Qt::CaseInsensitive) == 0;
            if (has(lookup->idAt(row)))
                continue;
            auto *item = new QListWidgetItem(name, list);
            item->setData(Qt::UserRole, fromUtf8(lookup->idAt(row).toString()));
        }
        if (mayCreate && !exact && !search->text().trimmed().isEmpty())
            new QListWidgetItem(tr("Create “%1”").arg(search->text().trimmed()), list);
        list->setCurrentRow(0);
    });
    const auto choose = [this, panel, search](const QListWidgetItem *item) {
        if (!item)
            return;
        const QString name = search->text().trimmed();
        const auto id = Uuid::parse(toUtf8(item->data(Qt::UserRole).toString()));
        panel->close();
        if (id)
            addTag(*id, item->text());
        else
            createTag(name);
    };
    connect(search, &SearchField::searched, lookup, &LookupModel::find);
    connect(search, &SearchField::downPressed, list, qOverload<>(&QWidget::setFocus));
    connect(search, &QLineEdit::returnPressed, list, [list, choose] { choose(list->currentItem()); });
    connect(list, &QListWidget::itemClicked, this, choose);
    connect(list, &QListWidget::itemActivated, this, choose);
    lookup->find({});
    showBelow(*panel, *m_add);
}

void TagsEditor::addTag(const Uuid &tag, const QString &name)
{
    EntityHost &host = m_record.host();
    Row pair = newRow(*m_link.table, host.store());
    pair.setValue(m_link.owner->index, m_record.id());
    pair.setValue(m_link.tag->index, tag);
    deriveId(pair);
    Edit edit = createEdit(pair);
    edit.title = toUtf8(tr("Tag %1 with %2").arg(m_record.name(), name));
    whenDone(host.store().submit(std::move(edit)), this, [&host](const Result<Uuid> &result) {
        if (!result)
            host.toastError(result.error());
    });
}

// The tag and its first use are one intention: both come or neither.
void TagsEditor::createTag(const QString &name)
{
    EntityHost &host = m_record.host();
    Row tag = newRow(tagsTable(), host.store());
    tag.setValue("name", toUtf8(name));
    Row pair = newRow(*m_link.table, host.store());
    pair.setValue(m_link.owner->index, m_record.id());
    pair.setValue(m_link.tag->index, tag.id());
    deriveId(pair);
    Edit edit = createEdit(tag);
    edit.ops.push_back(createEdit(pair).ops.front());
    edit.title = toUtf8(tr("Tag %1 with %2").arg(m_record.name(), name));
    whenDone(host.store().submit(std::move(edit)), this, [&host](const Result<Uuid> &result) {
        if (!result)
            host.toastError(result.error());
    });
}

void TagsEditor::removeTag(const Entry &entry)
{
    EntityHost &host = m_record.host();
    Edit edit = removeEdit(*m_link.table, entry.pair.id());
    edit.title = toUtf8(tr("Take the tag %1 off %2").arg(entry.name, m_record.name()));
    whenDone(host.store().submit(std::move(edit)), this, [this, &host, entry](const Result<Uuid> &result) {
        if (!result)
            return host.toastError(result.error());
        const auto tag = std::get_if<Uuid>(&entry.pair.value(m_link.tag->index));
        host.toast({tr("Tag %1 taken off").arg(entry.name), Tone::Neutral, tr("Undo"),
                    [self = QPointer<TagsEditor>(this), tag = *tag, name = entry.name] {
                        if (self)
                            self->addTag(tag, name);
                    }});
    });
}

} // namespace nimara::ui
