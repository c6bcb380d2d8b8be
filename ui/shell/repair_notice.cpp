#include "ui/shell/repair_notice.h"

#include "models/items/labels.h"
#include "models/store/store.h"
#include "ui/shell/shell_context.h"
#include "ui/shell/ui_settings.h"

namespace nimara::ui {

namespace {

QVariantList toSettings(const Repair &repair)
{
    return {repair.kept, repair.lost, repair.mayHaveLost};
}

std::optional<Repair> fromSettings(const QVariant &value)
{
    const QVariantList parts = value.toList();
    if (parts.size() != 3)
        return std::nullopt;
    return Repair{parts[0].toInt(), parts[1].toInt(), parts[2].toBool()};
}

QString headline()
{
    return RepairNotice::tr("The data on this computer was damaged and is loaded anew from the server.");
}

QString keptWords(int kept)
{
    if (kept == 0)
        return RepairNotice::tr("No other change was waiting.");
    return kept == 1 ? RepairNotice::tr("One other change that waited was kept.")
                     : RepairNotice::tr("%n other waiting changes were kept.", nullptr, kept);
}

QString fateOf(const Repair &repair)
{
    if (repair.mayHaveLost)
        return RepairNotice::tr("Changes that had not been sent may be lost; nothing tells how many.");
    if (repair.lost == 1)
        return RepairNotice::tr("One waiting change could not be read and is lost.") + u' ' +
               keptWords(repair.kept);
    if (repair.lost > 1)
        return RepairNotice::tr("%n waiting changes could not be read and are lost.", nullptr, repair.lost) +
               u' ' + keptWords(repair.kept);
    if (repair.kept == 0)
        return RepairNotice::tr("No change was waiting to be sent.");
    return repair.kept == 1 ? RepairNotice::tr("The one waiting change was kept.")
                            : RepairNotice::tr("All %n waiting changes were kept.", nullptr, repair.kept);
}

} // namespace

RepairNotice::RepairNotice(ShellContext &context, QWidget *parent) : Banner(parent), m_context(context)
{
    hide();
    setClosable(true);
    connect(this, &Banner::closed, this, [this] { m_context.settings().setValue(settingsKey(), {}); });
    connect(&m_context.store(), &Store::repaired, this, &RepairNotice::follow);
    connect(&m_context.store(), &Store::sessionChanged, this, &RepairNotice::follow);
    follow();
}

QString RepairNotice::settingsKey() const
{
    return QStringLiteral("repair/") + fromUtf8(m_context.store().session().userId.toString());
}

void RepairNotice::follow()
{
    if (m_context.store().session().userId.isNil())
        return;
    std::optional<Repair> toTell = fromSettings(m_context.settings().value(settingsKey()));
    if (const auto now = m_context.store().takeRepair()) {
        if (now->lostNothing() && !toTell) {
            m_context.toast({headline() + u' ' + fateOf(*now), Tone::Warning});
            return;
        }
        Repair sum = toTell.value_or(Repair());
        sum.add(*now);
        m_context.settings().setValue(settingsKey(), toSettings(sum));
        toTell = sum;
    }
    if (toTell)
        setContent(Tone::Warning, headline(),
                   fateOf(*toTell) + u' ' + tr("Look through what you changed last."));
    setVisible(toTell.has_value());
}

} // namespace nimara::ui
