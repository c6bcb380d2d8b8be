#include "ui/entity/value_view.h"

#include "models/items/labels.h"
#include "models/items/value_text.h"
#include "models/store/store.h"
#include "ui/entity/cell_delegate.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/flow_layout.h"
#include "ui/entity/markdown_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/label.h"

#include <QVBoxLayout>

namespace nimara::ui {

namespace {

constexpr int narrowestFact = 96;

QWidget *makeLink(EntityHost &host, const ColumnInfo &column, const Uuid &id, QWidget *parent)
{
    const QString title = host.store().title(column.spec.references, id);
    const QUrl address = host.addressOf(column.spec.references, id);
    if (title.isEmpty())
        return nullptr;
    if (address.isEmpty())
        return new Label(title, Type::Body, Token::Text, QFont::Normal, parent);
    auto *link = new Label(QStringLiteral("<a style=\"text-decoration:none\" href=\"%1\">%2</a>")
                               .arg(address.toString(QUrl::FullyEncoded), title.toHtmlEscaped()),
                           Type::Body, Token::Link, QFont::Normal, parent);
    link->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    QObject::connect(link, &QLabel::linkActivated, link,
                     [&host](const QString &target) { host.navigate(QUrl(target)); });
    return link;
}

QWidget *makeText(EntityHost &host, const Row &row, const ColumnInfo &column, QWidget *parent)
{
    const auto *text = std::get_if<std::string>(&row.value(column.index));
    if (text && column.is(Markdown)) {
        auto *view = new MarkdownView(parent);
        view->setMarkdownText(fromUtf8(*text));
        QObject::connect(view, &MarkdownView::navigated, view,
                         [&host](const QUrl &to) { host.navigate(to); });
        return view;
    }
    const ValueText words = valueText(host.store(), host.words(), row, column);
    const QString shown = text && column.is(Multiline) ? fromUtf8(*text) : words.whole();
    if (shown.isEmpty())
        return nullptr;
    auto *label = new Label(shown, Type::Body, Token::Text, QFont::Normal, parent);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setToolTip(words.detail);
    return label;
}

} // namespace

QWidget *makeValueView(EntityHost &host, const Row &row, const ColumnInfo &column, QWidget *parent)
{
    const Value &value = row.value(column.index);
    if (isNull(value))
        return nullptr;
    QWidget *view = nullptr;
    if (const auto *id = std::get_if<Uuid>(&value); id && !column.spec.references.empty()) {
        view = makeLink(host, column, *id, parent);
    } else if (const auto *word = std::get_if<std::string>(&value); word && showsAsChip(column)) {
        view = new StatusChip(column.name(), *word, choiceLabel(column, *word), parent);
    } else {
        view = makeText(host, row, column, parent);
    }
    if (view)
        view->setObjectName(QStringLiteral("value_") + fromUtf8(column.name()));
    return view;
}

Headline::Headline(EntityHost &host, QWidget *parent) : QWidget(parent), m_host(host)
{
    auto *flow = new FlowLayout(this);
    flow->setGaps(theme().px(size::page), theme().px(size::gap));
    flow->setTopAligned(true);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void Headline::show(const PageSpec &spec, const Row &row)
{
    qDeleteAll(findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly));
    for (const ColumnRef ref : spec.headline) {
        const ColumnInfo &column = columnAt(*spec.table, ref);
        auto *fact = new QWidget(this);
        QWidget *value = makeValueView(m_host, row, column, fact);
        if (!value) {
            delete fact;
            continue;
        }
        auto *stack = new QVBoxLayout(fact);
        stack->setContentsMargins(0, 0, 0, 0);
        stack->setSpacing(theme().px(2));
        stack->addWidget(new Label(columnLabel(column), Type::Small, Token::Muted, QFont::Normal, fact));
        stack->addWidget(value, 0, Qt::AlignLeft);
        stack->addStretch(1);
        fact->setMinimumWidth(theme().px(narrowestFact));
        layout()->addWidget(fact);
        fact->show();
    }
    setVisible(layout()->count() > 0);
}

} // namespace nimara::ui
