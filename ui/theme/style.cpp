#include "ui/theme/style.h"

#include "ui/theme/icons.h"
#include "ui/theme/paint.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QComboBox>
#include <QFocusFrame>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStyleOption>
#include <QTabBar>
#include <QTextEdit>

#include <algorithm>
#include <array>

namespace nimara::ui {

namespace {

struct Metric
{
    QStyle::PixelMetric metric;
    int size; // of the design
};

constexpr std::array metrics{
    Metric{QStyle::PM_ScrollBarExtent, 10},
    Metric{QStyle::PM_ScrollBarSliderMin, 32},
    Metric{QStyle::PM_IndicatorWidth, size::icon},
    Metric{QStyle::PM_IndicatorHeight, size::icon},
    Metric{QStyle::PM_ExclusiveIndicatorWidth, size::icon},
    Metric{QStyle::PM_ExclusiveIndicatorHeight, size::icon},
    Metric{QStyle::PM_SmallIconSize, size::icon},
    Metric{QStyle::PM_ButtonIconSize, size::icon},
    Metric{QStyle::PM_ListViewIconSize, size::icon},
    Metric{QStyle::PM_TabBarIconSize, size::icon},
    Metric{QStyle::PM_LineEditIconSize, size::icon},
    Metric{QStyle::PM_ToolBarIconSize, size::largeIcon},
    Metric{QStyle::PM_LayoutLeftMargin, size::card},
    Metric{QStyle::PM_LayoutTopMargin, size::card},
    Metric{QStyle::PM_LayoutRightMargin, size::card},
    Metric{QStyle::PM_LayoutBottomMargin, size::card},
    Metric{QStyle::PM_LayoutHorizontalSpacing, 8},
    Metric{QStyle::PM_LayoutVerticalSpacing, 8},
    Metric{QStyle::PM_CheckBoxLabelSpacing, 8},
    Metric{QStyle::PM_RadioButtonLabelSpacing, 8},
    Metric{QStyle::PM_MenuVMargin, 4},
    Metric{QStyle::PM_MenuHMargin, 4},
    Metric{QStyle::PM_ButtonShiftHorizontal, 0},
    Metric{QStyle::PM_ButtonShiftVertical, 0},
    Metric{QStyle::PM_TabBarTabShiftHorizontal, 0},
    Metric{QStyle::PM_TabBarTabShiftVertical, 0},
    Metric{QStyle::PM_TabBarTabOverlap, 0},
    Metric{QStyle::PM_TabBarBaseHeight, 0},
    Metric{QStyle::PM_ScrollView_ScrollBarSpacing, 0},
    Metric{QStyle::PM_ScrollView_ScrollBarOverlap, 0},
    Metric{QStyle::PM_TabBarTabHSpace, 20},
    Metric{QStyle::PM_TabBarScrollButtonWidth, 24},
    Metric{QStyle::PM_SplitterWidth, 5},
    Metric{QStyle::PM_HeaderMargin, 10},
    Metric{QStyle::PM_HeaderMarkSize, 12},
    Metric{QStyle::PM_ToolTipLabelFrameWidth, 6},
};

QRect spinPart(const QRect &rect, QStyle::SubControl part)
{
    const int buttons = theme().px(22);
    const QRect column = rect.adjusted(rect.width() - buttons, 1, -1, -1);
    switch (part) {
    case QStyle::SC_SpinBoxEditField:
        return rect.adjusted(theme().px(6), 1, -buttons, -1);
    case QStyle::SC_SpinBoxUp:
        return column.adjusted(0, 0, 0, -column.height() / 2);
    case QStyle::SC_SpinBoxDown:
        return column.adjusted(0, column.height() / 2, 0, 0);
    default:
        return rect;
    }
}

// A bar without arrows at its ends: the groove is all of it.
QRect scrollPart(const QStyleOptionSlider &slider, QStyle::SubControl part)
{
    const QRect rect = slider.rect;
    const bool across = slider.orientation == Qt::Horizontal;
    const int length = across ? rect.width() : rect.height();
    const qint64 range = qint64(slider.maximum) - slider.minimum;
    const qint64 whole = range + slider.pageStep;
    const int wanted = range > 0 && whole > 0 ? int(qint64(length) * slider.pageStep / whole) : length;
    const int handle = std::clamp(wanted, std::min(theme().px(32), length), length);
    const int at = QStyle::sliderPositionFromValue(slider.minimum, slider.maximum, slider.sliderPosition,
                                                   length - handle, slider.upsideDown);
    const auto span = [&](int from, int size) {
        return across ? QRect(rect.x() + from, rect.y(), size, rect.height())
                      : QRect(rect.x(), rect.y() + from, rect.width(), size);
    };
    switch (part) {
    case QStyle::SC_ScrollBarSlider:
        return span(at, handle);
    case QStyle::SC_ScrollBarSubPage:
        return span(0, at);
    case QStyle::SC_ScrollBarAddPage:
        return span(at + handle, length - at - handle);
    case QStyle::SC_ScrollBarGroove:
        return rect;
    default:
        return {};
    }
}

} // namespace

Style::Style() : QProxyStyle(QStringLiteral("Fusion")) {}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    if (paint::buttonPrimitive(element, *option, *painter, widget) ||
        paint::fieldPrimitive(element, *option, *painter, widget) ||
        paint::itemPrimitive(element, *option, *painter, widget))
        return;
    if (element != PE_PanelScrollAreaCorner) // between two scroll bars there is nothing to see
        QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                        const QWidget *widget) const
{
    if (paint::buttonControl(element, *option, *painter, widget) ||
        paint::barControl(element, *option, *painter, widget) ||
        paint::itemControl(element, *option, *painter, widget))
        return;
    if (element == CE_ItemViewItem) {
        // The selection is a tint, so its text keeps the colour of text.
        QStyleOptionViewItem item(*static_cast<const QStyleOptionViewItem *>(option));
        item.palette.setBrush(QPalette::HighlightedText, item.palette.brush(QPalette::Text));
        QProxyStyle::drawControl(element, &item, painter, widget);
        return;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                               const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        paint::scrollBar(*option, subControlRect(control, option, SC_ScrollBarSlider, widget), *painter);
        return;
    }
    if (paint::fieldComplex(control, *option, *painter, widget))
        return;
    if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option)) {
        // That a button opens a menu is said by its own icon; Qt's little arrow in the corner is too small to be read.
        QStyleOptionToolButton plain(*button);
        plain.features &= ~QStyleOptionToolButton::HasMenu;
        QProxyStyle::drawComplexControl(control, &plain, painter, widget);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl subControl,
                            const QWidget *widget) const
{
    const QRect rect = option->rect;
    if (control == CC_ComboBox && (subControl == SC_ComboBoxEditField || subControl == SC_ComboBoxArrow)) {
        const int arrow = theme().px(28);
        const QRect part = subControl == SC_ComboBoxEditField ? rect.adjusted(theme().px(8), 1, -arrow, -1)
                                                              : rect.adjusted(rect.width() - arrow, 0, 0, 0);
        return visualRect(option->direction, rect, part);
    }
    if (control == CC_SpinBox)
        return visualRect(option->direction, rect, spinPart(rect, subControl));
    if (control == CC_ScrollBar) {
        if (const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option))
            return scrollPart(*slider, subControl);
    }
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    if (element == SE_LineEditContents)
        return option->rect.adjusted(theme().px(6), 0, -theme().px(6), 0);
    return QProxyStyle::subElementRect(element, option, widget);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                              const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, contents, widget);
    const int control = theme().px(size::control);
    switch (type) {
    case CT_PushButton: {
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        const bool bare = button && button->text.isEmpty();
        const int menu = button && (button->features & QStyleOptionButton::HasMenu) != 0 ? theme().px(18) : 0;
        result = QSize(menu + (bare ? control : std::max(contents.width() + theme().px(28), theme().px(64))),
                       std::max(control, contents.height() + theme().px(8)));
        break;
    }
    case CT_SpinBox:
        result = QSize(result.width() + theme().px(16), std::max(control, contents.height()));
        break;
    case CT_LineEdit:
        result = QSize(result.width() + theme().px(8), std::max(control, contents.height() + theme().px(8)));
        break;
    case CT_ComboBox:
        result =
            QSize(contents.width() + theme().px(44), std::max(control, contents.height() + theme().px(8)));
        break;
    case CT_ToolButton: {
        const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option);
        const bool bare =
            button && (button->toolButtonStyle == Qt::ToolButtonIconOnly || button->text.isEmpty());
        result = bare ? QSize(control, control) : QSize(contents.width() + theme().px(16), control);
        break;
    }
    case CT_ItemViewItem:
        result.setHeight(std::max(result.height(), theme().px(size::compactRow)));
        break;
    case CT_MenuItem: {
        const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
        const bool line = item && item->menuItemType == QStyleOptionMenuItem::Separator;
        result = line ? QSize(theme().px(16), theme().px(9))
                      : QSize(contents.width() + theme().px(72), std::max(theme().px(30), result.height()));
        break;
    }
    case CT_HeaderSection:
        result = QSize(result.width() + theme().px(16), theme().px(size::row));
        break;
    case CT_TabBarTab:
        result = QSize(contents.width(), theme().px(38));
        break;
    case CT_ProgressBar:
        result.setHeight(theme().px(6));
        break;
    default:
        break;
    }
    return result;
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_DefaultFrameWidth:
        if (qobject_cast<const QAbstractItemView *>(widget))
            return 0;
        // The text stays clear of the rounded corners.
        return qobject_cast<const QTextEdit *>(widget) || qobject_cast<const QPlainTextEdit *>(widget)
                   ? theme().px(4)
                   : 1;
    case PM_FocusFrameHMargin:
        // Qt takes the same number for the margin of a cell's text, which stands under its header's.
        return qobject_cast<const QFocusFrame *>(widget) ? 4 : theme().px(9);
    case PM_FocusFrameVMargin:
        return qobject_cast<const QFocusFrame *>(widget) ? 4 : 2;
    case PM_MenuPanelWidth:
        return 1;
    default:
        break;
    }
    const auto found = std::find_if(metrics.begin(), metrics.end(),
                                    [&](const Metric &entry) { return entry.metric == metric; });
    return found == metrics.end() ? QProxyStyle::pixelMetric(metric, option, widget)
                                  : theme().px(found->size);
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                     QStyleHintReturn *answer) const
{
    switch (hint) {
    case SH_FocusFrame_AboveWidget:
    case SH_ScrollBar_LeftClickAbsolutePosition:
    case SH_ComboBox_ListMouseTracking:
    case SH_Menu_MouseTracking:
        return 1;
    case SH_FocusFrame_Mask:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_UnderlineShortcut:
    case SH_ComboBox_Popup:
        return 0;
    case SH_ItemView_ActivateItemOnSingleClick:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_Table_GridLineColor:
        return int(theme().color(Token::Border).rgba());
    case SH_Widget_Animation_Duration:
        return theme().duration(120);
    default:
        return QProxyStyle::styleHint(hint, option, widget, answer);
    }
}

QIcon Style::standardIcon(StandardPixmap standard, const QStyleOption *option, const QWidget *widget) const
{
    switch (standard) {
    case SP_LineEditClearButton:
        return icon(QStringLiteral("x"));
    case SP_TitleBarCloseButton:
    case SP_DockWidgetCloseButton:
        return icon(QStringLiteral("x"));
    case SP_ToolBarHorizontalExtensionButton:
        return icon(QStringLiteral("chevrons-right"));
    case SP_MessageBoxWarning:
        return icon(QStringLiteral("triangle-alert"), Token::Warning);
    case SP_MessageBoxCritical:
        return icon(QStringLiteral("circle-alert"), Token::Danger);
    default:
        return QProxyStyle::standardIcon(standard, option, widget);
    }
}

void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget) ||
        qobject_cast<QScrollBar *>(widget) || qobject_cast<QTabBar *>(widget) ||
        qobject_cast<QHeaderView *>(widget) || qobject_cast<QLineEdit *>(widget))
        widget->setAttribute(Qt::WA_Hover);
    if (auto *view = qobject_cast<QAbstractItemView *>(widget))
        view->viewport()->setAttribute(Qt::WA_Hover);
}

} // namespace nimara::ui
