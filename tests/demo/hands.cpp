#include "tests/demo/hands.h"

#include "models/schema/tables/all.h"
#include "tests/demo/teller.h"
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

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

namespace nimara::demo {

using namespace Qt::StringLiterals;
using test::waitUntil;

namespace {

constexpr int patienceMs = 30'000;

// The one of this name on the page that is shown.
template <typename Widget>
Widget *visible(QWidget *within, const QString &name = {})
{
    for (Widget *each : within->findChildren<Widget *>(name)) {
        if (each->isVisible())
            return each;
    }
    return nullptr;
}

QWidget *shownPage(Desk &desk)
{
    return desk.window().shell().navigator().page();
}

template <typename Widget>
Result<Widget *> awaited(Desk &desk, const QString &name = {})
{
    Widget *found = nullptr;
    const auto isThere = [&] {
        QWidget *page = shownPage(desk);
        found = page ? visible<Widget>(page, name) : nullptr;
        return found != nullptr;
    };
    if (!waitUntil(isThere, patienceMs))
        return broken("nothing to be seen of " +
                      (name.isEmpty() ? std::string("a widget") : name.toStdString()));
    return found;
}

Result<> press(Desk &desk, const QString &name)
{
    auto button = awaited<QPushButton>(desk, name);
    if (!button)
        return button.error();
    if (!(*button)->isEnabled())
        return broken(name.toStdString() + " cannot be pressed");
    (*button)->click();
    return Done{};
}

// Until the laptop's own row has the value: what a person sees as saved.
Result<> awaitValue(Desk &desk, const Table &table, const Uuid &id, std::string_view column,
                    const Value &value)
{
    const auto has = [&] {
        const auto row = desk.row(table, id);
        return row && row->value(column) == value;
    };
    return waitUntil(has, patienceMs) ? Result<>(Done{})
                                      : broken(std::string(column) + " does not take the value");
}

} // namespace

Result<> openRecord(Desk &desk, const Table &table, const Uuid &id)
{
    desk.window().shell().openRecord(table.name, id);
    const auto isOpen = [&] {
        QWidget *page = shownPage(desk);
        const auto *view = page ? visible<ui::RecordView>(page) : nullptr;
        return view && view->record().id() == id && view->record().isLoaded();
    };
    return waitUntil(isOpen, patienceMs) ? Result<>(Done{})
                                         : broken("the record does not open: " + std::string(table.name));
}

Result<> changeField(Desk &desk, const Table &table, const Uuid &id, std::string_view column,
                     const Value &value)
{
    NIMARA_TRY(openRecord(desk, table, id));
    NIMARA_TRY(press(desk, u"edit"_s));
    const auto form = awaited<ui::RecordForm>(desk);
    if (!form)
        return form.error();
    ui::FormField *field = (*form)->field(column);
    if (!field)
        return broken("the form has no field " + std::string(column));
    field->editor().setValue(value);
    emit field->editor().edited();
    NIMARA_TRY(press(desk, u"save"_s));
    return awaitValue(desk, table, id, column, value);
}

Result<> changeStage(Desk &desk, const Uuid &interest, PipelineStage stage, const std::string &reason)
{
    const Table &table = schema::Interests::table;
    NIMARA_TRY(openRecord(desk, table, interest));
    const auto bar = awaited<ui::PipelineBar>(desk, u"stages"_s);
    if (!bar)
        return bar.error();
    const std::string word(pipelineStageChoices[static_cast<std::size_t>(stage)].value);
    emit(*bar)->stageRequested(QString::fromStdString(word));
    if (auto *why = visible<QLineEdit>(shownPage(desk), u"stageReason"_s)) {
        why->setText(QString::fromStdString(reason));
        NIMARA_TRY(press(desk, u"changeStage"_s));
    }
    return awaitValue(desk, table, interest, schema::Interests::pipelineStage.name(), Value(word));
}

Result<> addNote(Desk &desk, const Table &table, const Uuid &id, const std::string &text)
{
    NIMARA_TRY(openRecord(desk, table, id));
    const auto view = awaited<ui::RecordView>(desk);
    if (!view)
        return view.error();
    (*view)->openTab(u"Notes"_s);
    const auto field = awaited<QPlainTextEdit>(desk, u"noteText"_s);
    if (!field)
        return field.error();
    (*field)->setPlainText(QString::fromStdString(text));
    NIMARA_TRY(press(desk, u"addNote"_s));
    return waitUntil([&] { return (*field)->toPlainText().isEmpty(); }, patienceMs)
               ? Result<>(Done{})
               : broken("the note is not taken");
}

Result<> takeMine(Desk &desk)
{
    ui::MainWindow &window = desk.window();
    window.syncPanel().openAt(window.statusStrip().badge());
    QPushButton *button = nullptr;
    const auto isThere = [&] {
        auto *card = visible<ui::ReviewCard>(&window.syncPanel());
        button = card ? card->findChild<QPushButton *>(u"takeMine"_s) : nullptr;
        return button != nullptr;
    };
    if (!waitUntil(isThere, patienceMs))
        return broken("the panel shows no conflict");
    button->click();
    return Done{};
}

std::string badgeWords(Desk &desk)
{
    return desk.window().statusStrip().badge()->text().toStdString();
}

} // namespace nimara::demo
