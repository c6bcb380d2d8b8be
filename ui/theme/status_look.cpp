#include "ui/theme/status_look.h"

#include "models/schema/tables/enums.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace nimara::ui {

namespace {

// A chip's text stands on a tint of the fill; both are brought to 4.5:1.
StatusLook fromFill(const QColor &fill, Pattern pattern, const QString &icon = {})
{
    const Theme &look = theme();
    const QColor background = mixed(look.color(Token::Surface), fill, look.isDark() ? 0.26 : 0.14).toRgb();
    const QColor wanted = look.isDark() ? mixed(fill, Qt::white, 0.45).toRgb() : fill;
    return {fill, background, readableOn(background, wanted), pattern, icon, true};
}

StatusLook fromTint(Token text, Token tint, const QString &icon = {})
{
    const Theme &look = theme();
    return {look.color(text), look.color(tint), look.color(text), Pattern::Plain, icon};
}

StatusLook neutral()
{
    const Theme &look = theme();
    return {look.color(Token::Muted), look.color(Token::Sunken), look.color(Token::Text), Pattern::Plain, {}};
}

Step shade(Step light, Step dark)
{
    return theme().isDark() ? dark : light;
}

enum class Mood { Neutral, Good, Careful, Bad, Calm };

struct MoodRow
{
    std::string_view value;
    Mood mood;
    const char *icon;
};

// The words of all remaining enums, whatever the table: what is settled, what waits, what went wrong.
constexpr std::array moods{
    MoodRow{"paid", Mood::Good, "check"},
    MoodRow{"completed", Mood::Good, "check"},
    MoodRow{"signed", Mood::Good, "check"},
    MoodRow{"approved", Mood::Good, "check"},
    MoodRow{"reimbursed", Mood::Good, "check"},
    MoodRow{"accepted", Mood::Good, "check"},
    MoodRow{"won", Mood::Good, "award"},
    MoodRow{"done", Mood::Good, "check"},
    MoodRow{"healthy", Mood::Good, "check"},
    MoodRow{"applied", Mood::Good, "check"},
    MoodRow{"sent", Mood::Calm, "send"},
    MoodRow{"submitted", Mood::Calm, "send"},
    MoodRow{"offered", Mood::Calm, "send"},
    MoodRow{"opened", Mood::Calm, "mail-open"},
    MoodRow{"partially_signed", Mood::Calm, "file-pen-line"},
    MoodRow{"pending", Mood::Careful, "clock"},
    MoodRow{"snoozed", Mood::Careful, "clock"},
    MoodRow{"waiting", Mood::Careful, "clock"},
    MoodRow{"degraded", Mood::Careful, "triangle-alert"},
    MoodRow{"high", Mood::Careful, "chevron-up"},
    MoodRow{"overdue", Mood::Bad, "circle-alert"},
    MoodRow{"urgent", Mood::Bad, "circle-alert"},
    MoodRow{"declined", Mood::Bad, "x"},
    MoodRow{"rejected", Mood::Bad, "x"},
    MoodRow{"lost", Mood::Bad, "x"},
    MoodRow{"down", Mood::Bad, "circle-alert"},
    MoodRow{"expired", Mood::Bad, "clock"},
    MoodRow{"low", Mood::Neutral, "chevron-down"},
};

} // namespace

StatusLook berthStatusLook(std::string_view status)
{
    const Theme &look = theme();
    if (status == "available")
        return fromFill(look.step(Hue::Teal, shade(Step::S600, Step::S500)), Pattern::Plain);
    if (status == "under_offer")
        return fromFill(look.color(Token::Warning), Pattern::Lines);
    if (status == "reserved")
        return fromFill(look.step(Hue::Purple, shade(Step::S600, Step::S400)), Pattern::Dots);
    if (status == "sold")
        return fromFill(look.step(Hue::Navy, shade(Step::S800, Step::S400)), Pattern::Rimmed);
    if (status == "maintenance")
        return fromFill(look.color(Token::Muted), Pattern::CrossHatch);
    return neutral();
}

int stageNumber(std::string_view stage)
{
    for (std::size_t i = 0; i < pipelineStageChoices.size(); ++i) {
        if (pipelineStageChoices[i].value == stage)
            return int(i) + 1;
    }
    return 0;
}

StatusLook stageLook(std::string_view stage)
{
    const int number = stageNumber(stage);
    if (number == 0)
        return neutral();
    const Theme &look = theme();
    // From a tint to the full brand: the further, the fuller.
    const QColor fill = mixed(look.color(look.isDark() ? Token::BrandTint : Token::Selected),
                              look.color(Token::Brand), number / 8.0)
                            .toRgb();
    return {fill,
            fill,
            readableOn(fill, look.color(number > 4 ? Token::OnBrand : Token::Text)),
            Pattern::Plain,
            {}};
}

StatusLook leadCategoryLook(std::string_view category)
{
    if (category == "hot")
        return fromTint(Token::Danger, Token::DangerTint, QStringLiteral("flame"));
    if (category == "warm")
        return fromTint(Token::Warning, Token::WarningTint, QStringLiteral("thermometer-sun"));
    if (category == "cold")
        return fromTint(Token::Info, Token::InfoTint, QStringLiteral("snowflake"));
    StatusLook look = neutral();
    if (category == "dormant")
        look.icon = QStringLiteral("moon");
    return look;
}

StatusLook statusLook(std::string_view column, std::string_view value)
{
    if (column == "pipeline_stage")
        return stageLook(value);
    if (column == "lead_category")
        return leadCategoryLook(value);
    const auto berth = std::find_if(berthStatusChoices.begin(), berthStatusChoices.end(),
                                    [&](const Choice &choice) { return choice.value == value; });
    if (column == "status" && berth != berthStatusChoices.end())
        return berthStatusLook(value);
    const auto found =
        std::find_if(moods.begin(), moods.end(), [&](const MoodRow &row) { return row.value == value; });
    if (found == moods.end())
        return neutral();
    const QString icon = QString::fromLatin1(found->icon);
    switch (found->mood) {
    case Mood::Good:
        return fromTint(Token::Success, Token::SuccessTint, icon);
    case Mood::Careful:
        return fromTint(Token::Warning, Token::WarningTint, icon);
    case Mood::Bad:
        return fromTint(Token::Danger, Token::DangerTint, icon);
    case Mood::Calm:
        return fromTint(Token::Info, Token::InfoTint, icon);
    case Mood::Neutral:
        break;
    }
    StatusLook look = neutral();
    look.icon = icon;
    return look;
}

namespace {

void stripes(QPainter &painter, const QRectF &rect, double distance, bool both)
{
    for (double x = rect.left() - rect.height(); x < rect.right() + rect.height(); x += distance) {
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()));
        if (both)
            painter.drawLine(QPointF(x, rect.top()), QPointF(x + rect.height(), rect.bottom()));
    }
}

void dots(QPainter &painter, const QRectF &rect, double distance)
{
    painter.setBrush(painter.pen().color());
    painter.setPen(Qt::NoPen);
    int line = 0;
    for (double y = rect.top() + distance / 2; y < rect.bottom(); y += distance, ++line) {
        for (double x = rect.left() + (line % 2 ? distance : distance / 2); x < rect.right(); x += distance)
            painter.drawEllipse(QPointF(x, y), distance / 5, distance / 5);
    }
}

} // namespace

void fillPattern(QPainter &painter, const QRectF &rect, const StatusLook &look, double radius)
{
    if (rect.isEmpty())
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath path;
    path.addRoundedRect(rect, radius, radius);
    painter.fillPath(path, look.fill);
    painter.setClipPath(path, Qt::IntersectClip);
    QColor ink = theme().color(Token::Surface);
    ink.setAlphaF(0.75f);
    const double distance = theme().px(6);
    painter.setPen(QPen(ink, std::max(1.0, theme().scale() * 1.25)));
    if (look.pattern == Pattern::Lines || look.pattern == Pattern::CrossHatch)
        stripes(painter, rect, distance, look.pattern == Pattern::CrossHatch);
    else if (look.pattern == Pattern::Dots)
        dots(painter, rect, distance);
    else if (look.pattern == Pattern::Rimmed && rect.width() > 6 && rect.height() > 6) {
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), std::max(0.0, radius - 2),
                                std::max(0.0, radius - 2));
    }
    painter.restore();
}

} // namespace nimara::ui
