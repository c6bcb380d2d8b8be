#include "tests/demo/hands.h"

#include "models/schema/tables/clients.h"
#include "tests/demo/desk.h"
#include "tests/support/laptop/laptop.h"
#include "ui/entity/form_field.h"
#include "ui/entity/record_context.h"
#include "ui/entity/record_form.h"
#include "ui/entity/record_view.h"
#include "ui/shell/main_window.h"
#include "ui/shell/navigator.h"
#include "ui/shell/page.h"
#include "ui/shell/review_card.h"
#include "ui/shell/shell.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/sync_badge.h"
#include "ui/shell/sync_panel.h"
#include "ui/widgets/pipeline_bar.h"

#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

namespace nimara::demo {

using namespace Qt::StringLiterals;
using test::waitUntil;

namespace {

constexpr int patienceMs = 30'000;

template <typename Widget>
Widget *visible(QWidget *within, const QString &name = {})
{
    const auto found = within ? within->findChildren<Widget *>(name) : QList<Widget *>();
    const auto shown = std::ranges::find_if(found, &QWidget::isVisible);
    return shown == found.end() ? nullptr : *shown;
}

QWidget *shownPage(Desk &desk)
{
    return desk.window().shell().navigator().page();
}

template <typename Widget>
Result<Widget *> awaited(Desk &desk, const QString &name)
{
    Widget *found = nullptr;
    const auto isThere = [&] { return (found = visible<Widget>(shownPage(desk), name)) != nullptr; };
    return waitUntil(isThere, patienceMs) ? Result<Widget *>(found)
                                          : broken("the page shows no " + name.toStdString());
}

Result<> press(Desk &desk, const QString &name)
{
    const auto button = awaited<QPushButton>(desk, name);
    if (!button)
        return button.error();
    if (!waitUntil([&] { return (*button)->isEnabled(); }, patienceMs))
        return broken("the button " + name.toStdString() + " cannot be pressed");
    click(**button);
    return Done{};
}

Result<ui::RecordForm *> openForm(Desk &desk)
{
    ui::RecordForm *form = nullptr;
    const auto isOpen = [&] { return (form = visible<ui::RecordForm>(shownPage(desk))) != nullptr; };
    return waitUntil(isOpen, patienceMs) ? Result<ui::RecordForm *>(form) : broken("no form opens");
}

Result<> typeInto(ui::RecordForm &form, std::string_view column, const std::string &text)
{
    ui::FormField *field = form.field(column);
    auto *line = field ? qobject_cast<QLineEdit *>(field->editor().focusProxy()) : nullptr;
    if (!line)
        return broken("the form has no line for " + std::string(column));
    type(*line, text);
    return Done{};
}

} // namespace

void click(QAbstractButton &button)
{
    QTest::mouseClick(&button, Qt::LeftButton);
}

void type(QLineEdit &field, const std::string &text)
{
    field.selectAll();
    QTest::keyClicks(&field, QString::fromStdString(text));
}

Result<> openRecord(Desk &desk, const Table &table, const Uuid &id)
{
    desk.window().shell().openRecord(table.name, id);
    const auto isOpen = [&] {
        const ui::RecordView *view = shownRecord(desk);
        return view && view->record().id() == id && !view->record().name().isEmpty();
    };
    return waitUntil(isOpen, patienceMs) ? Result<>(Done{})
                                         : broken("the record does not open: " + std::string(table.name));
}

ui::RecordView *shownRecord(Desk &desk)
{
    return visible<ui::RecordView>(shownPage(desk));
}

bool shows(Desk &desk, const Uuid &id, std::string_view column, const std::string &value)
{
    const ui::RecordView *view = shownRecord(desk);
    return view && view->record().id() == id && view->record().isLoaded() &&
           view->record().row().value(column) == Value(value);
}

Result<> editText(Desk &desk, std::string_view column, const std::string &text)
{
    NIMARA_TRY(press(desk, u"edit"_s));
    const auto form = openForm(desk);
    return form ? typeInto(**form, column, text) : form.error();
}

Result<> save(Desk &desk, std::string_view column, const std::string &text)
{
    NIMARA_TRY(press(desk, u"save"_s));
    const auto isSaved = [&] {
        const ui::RecordView *view = shownRecord(desk);
        return view && !view->isEditing() && shows(desk, view->record().id(), column, text);
    };
    return waitUntil(isSaved, patienceMs) ? Result<>(Done{})
                                          : broken(std::string(column) + " does not become " + text);
}

Result<Uuid> createClient(Desk &desk, const std::string &name)
{
    desk.window().shell().navigate(ui::PageAddress::ofNew(u"clients"_s).toUrl());
    const auto form = openForm(desk);
    if (!form)
        return form.error();
    NIMARA_TRY(typeInto(**form, schema::Clients::fullName.name(), name));
    NIMARA_TRY(press(desk, u"save"_s));
    const auto isThere = [&] {
        const ui::RecordView *view = shownRecord(desk);
        return view && shows(desk, view->record().id(), schema::Clients::fullName.name(), name);
    };
    if (!waitUntil(isThere, patienceMs))
        return broken("the new client does not appear");
    return shownRecord(desk)->record().id();
}

Result<> moveToStage(Desk &desk, PipelineStage stage)
{
    const auto bar = awaited<ui::PipelineBar>(desk, u"stages"_s);
    if (!bar)
        return bar.error();
    const auto index = static_cast<int>(stage);
    const auto count = static_cast<int>(pipelineStageChoices.size());
    const QPoint arrow((*bar)->width() * (2 * index + 1) / (2 * count), (*bar)->height() / 2);
    QTest::mouseClick(*bar, Qt::LeftButton, Qt::NoModifier, arrow);
    const std::string word(pipelineStageChoices[static_cast<std::size_t>(stage)].value);
    return waitUntil([&] { return (*bar)->stage() == word; }, patienceMs)
               ? Result<>(Done{})
               : broken("the deal does not move to " + word);
}

Result<> addNote(Desk &desk, const std::string &text)
{
    ui::RecordView *view = shownRecord(desk);
    if (!view)
        return broken("no record is shown");
    view->openTab(u"Notes"_s);
    const auto field = awaited<QPlainTextEdit>(desk, u"noteText"_s);
    if (!field)
        return field.error();
    QTest::keyClicks(*field, QString::fromStdString(text));
    NIMARA_TRY(press(desk, u"addNote"_s));
    return waitUntil([&] { return (*field)->toPlainText().isEmpty(); }, patienceMs)
               ? Result<>(Done{})
               : broken("the note is not taken");
}

std::string badgeWords(Desk &desk)
{
    return desk.window().statusStrip().badge()->text().toStdString();
}

Result<> openSyncPanel(Desk &desk)
{
    click(*desk.window().statusStrip().badge());
    return waitUntil([&] { return desk.window().syncPanel().isOpen(); }, patienceMs)
               ? Result<>(Done{})
               : broken("the sync panel does not open");
}

Result<Lines> waitingWords(Desk &desk, const Lines &expected)
{
    Lines lines;
    const auto areTold = [&] {
        lines.clear();
        for (const QWidget *row : desk.window().syncPanel().findChildren<QWidget *>(u"waiting"_s)) {
            if (row->isVisible())
                lines.push_back(row->accessibleName().toStdString());
        }
        return std::ranges::equal(lines, expected, [](const std::string &line, const std::string &part) {
            return line.find(part) != std::string::npos;
        });
    };
    if (waitUntil(areTold, patienceMs))
        return lines;
    std::string told;
    for (const std::string &line : lines)
        told += "; " + line;
    return broken("the panel tells otherwise of what waits" + told);
}

Result<std::string> conflictWords(Desk &desk, const Lines &expected)
{
    std::string words;
    const auto areTold = [&] {
        const auto *card = visible<ui::ReviewCard>(&desk.window().syncPanel());
        words.clear();
        for (const QLabel *label : card ? card->findChildren<QLabel *>() : QList<QLabel *>())
            words += (words.empty() ? "" : " · ") + label->text().toStdString();
        return std::ranges::all_of(
            expected, [&](const std::string &part) { return words.find(part) != std::string::npos; });
    };
    return waitUntil(areTold, patienceMs)
               ? Result<std::string>(words)
               : broken("the panel does not tell of the conflict; it says: " + words);
}

Result<> takeMine(Desk &desk)
{
    auto *card = visible<ui::ReviewCard>(&desk.window().syncPanel());
    auto *button = card ? card->findChild<QPushButton *>(u"takeMine"_s) : nullptr;
    if (!button)
        return broken("the panel offers no choice");
    click(*button);
    return Done{};
}

} // namespace nimara::demo
