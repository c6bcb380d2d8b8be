#include "ui/entity/text_fields.h"

#include "models/base/json.h"
#include "models/base/text.h"
#include "models/items/labels.h"
#include "ui/theme/theme.h"
#include "ui/widgets/label.h"

#include <QCoreApplication>
#include <QLineEdit>
#include <QTextBlock>
#include <QVBoxLayout>

#include <algorithm>

namespace nimara::ui {

namespace {

constexpr int currencyWidth = 96;
constexpr int wideFrom = 150; // characters: longer texts get the whole width

QString textOf(const Value &value)
{
    const auto *text = std::get_if<std::string>(&value);
    return text ? fromUtf8(*text) : QString();
}

// As it is stored: normalised, trimmed, nothing where there is nothing.
Value stored(const QString &typed)
{
    const Result<std::string> text = normalizedText(toUtf8(typed));
    return !text || text->empty() ? Value() : Value(*text);
}

QString lengthProblem(const QString &typed, int most)
{
    const qsizetype length = typed.trimmed().toUcs4().size();
    if (most <= 0 || length <= most)
        return {};
    return QCoreApplication::translate("FieldEditor", "At most %1 characters; these are %2.")
        .arg(most)
        .arg(length);
}

bool isCurrency(const ColumnInfo &column)
{
    return column.name().ends_with("currency") && column.spec.maxLength == 3;
}

bool isCurrencyCode(const QString &text)
{
    return text.size() == 3 &&
           std::ranges::all_of(text, [](QChar c) { return c.unicode() < 128 && c.isLetter(); });
}

QVBoxLayout *plainLayout(QWidget *widget)
{
    auto *layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme().px(size::grid));
    return layout;
}

bool isListOfWords(const Json &json)
{
    return json.is_array() && std::ranges::all_of(json, [](const Json &entry) { return entry.is_string(); });
}

} // namespace

TextField::TextField(const ColumnInfo &column, QWidget *parent) : FieldEditor(parent), m_column(column)
{
    m_edit = new QLineEdit(this);
    plainLayout(this)->addWidget(m_edit);
    setFocusProxy(m_edit);
    connect(m_edit, &QLineEdit::textEdited, this, &FieldEditor::edited);
    if (isCurrency(column)) {
        m_edit->setFixedWidth(theme().px(currencyWidth));
        connect(m_edit, &QLineEdit::editingFinished, this,
                [this] { m_edit->setText(m_edit->text().trimmed().toUpper()); });
    }
}

bool TextField::isWide() const
{
    return m_column.spec.maxLength >= wideFrom;
}

void TextField::setValue(const Value &value)
{
    m_edit->setText(textOf(value));
}

std::optional<Value> TextField::value() const
{
    if (!problem().isEmpty())
        return std::nullopt;
    return stored(isCurrency(m_column) ? m_edit->text().toUpper() : m_edit->text());
}

QString TextField::problem() const
{
    const QString typed = m_edit->text().trimmed();
    if (isCurrency(m_column) && !typed.isEmpty() && !isCurrencyCode(typed))
        return tr("Three letters, such as USD or EUR.");
    return lengthProblem(typed, m_column.spec.maxLength);
}

void TextField::setReadOnly(bool readOnly)
{
    m_edit->setReadOnly(readOnly);
    m_edit->setEnabled(!readOnly);
}

GrowingText::GrowingText(QWidget *parent) : QPlainTextEdit(parent)
{
    setTabChangesFocus(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(document(), &QTextDocument::contentsChanged, this, &QWidget::updateGeometry);
}

void GrowingText::setLines(int fewest, int most)
{
    m_fewest = fewest;
    m_most = most;
    updateGeometry();
}

QSize GrowingText::sizeHint() const
{
    int lines = 0;
    for (QTextBlock block = document()->firstBlock(); block.isValid() && lines < m_most; block = block.next())
        lines += std::max(1, block.layout()->lineCount());
    const int shown = std::clamp(lines, m_fewest, m_most);
    const QMargins margins = contentsMargins();
    const int frame = 2 * frameWidth() + static_cast<int>(2 * document()->documentMargin()) + margins.top() +
                      margins.bottom();
    return {QPlainTextEdit::sizeHint().width(), shown * fontMetrics().lineSpacing() + frame};
}

void GrowingText::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    updateGeometry(); // another width breaks the lines elsewhere
}

LongTextField::LongTextField(const ColumnInfo &column, QWidget *parent)
    : FieldEditor(parent), m_column(column)
{
    m_edit = new GrowingText(this);
    QVBoxLayout *layout = plainLayout(this);
    layout->addWidget(m_edit);
    if (column.is(Markdown))
        layout->addWidget(new Label(tr("Markdown: **bold**, *italic*, - list, # heading"), Type::Small,
                                    Token::Muted, QFont::Normal, this));
    setFocusProxy(m_edit);
    connect(m_edit, &QPlainTextEdit::textChanged, this, &FieldEditor::edited);
}

void LongTextField::setValue(const Value &value)
{
    const QSignalBlocker quiet(m_edit);
    m_edit->setPlainText(textOf(value));
}

std::optional<Value> LongTextField::value() const
{
    if (!problem().isEmpty())
        return std::nullopt;
    return stored(m_edit->toPlainText());
}

QString LongTextField::problem() const
{
    return lengthProblem(m_edit->toPlainText(), m_column.spec.maxLength);
}

void LongTextField::setReadOnly(bool readOnly)
{
    m_edit->setReadOnly(readOnly);
    m_edit->setEnabled(!readOnly);
}

JsonField::JsonField(const ColumnInfo &column, QWidget *parent) : FieldEditor(parent), m_column(column)
{
    m_edit = new GrowingText(this);
    m_hint = new Label({}, Type::Small, Token::Muted, QFont::Normal, this);
    QVBoxLayout *layout = plainLayout(this);
    layout->addWidget(m_edit);
    layout->addWidget(m_hint);
    setFocusProxy(m_edit);
    connect(m_edit, &QPlainTextEdit::textChanged, this, &FieldEditor::edited);
}

void JsonField::setValue(const Value &value)
{
    const QSignalBlocker quiet(m_edit);
    const auto *text = std::get_if<std::string>(&value);
    const Result<Json> json = parseJson(text ? *text : std::string(m_column.spec.initial));
    m_lines = json ? isListOfWords(*json) : m_column.spec.initial == "[]";
    m_edit->setFont(theme().font(m_lines ? Type::Body : Type::Mono));
    m_hint->setText(m_lines ? tr("One a line") : tr("Settings as JSON: {\"name\": value}"));
    if (m_lines && json) {
        QStringList lines;
        for (const Json &entry : *json)
            lines << fromUtf8(entry.get_ref<const std::string &>());
        m_edit->setPlainText(lines.join(QLatin1Char('\n')));
    } else {
        m_edit->setPlainText(json ? fromUtf8(json->dump(2)) : QString());
    }
}

std::optional<Value> JsonField::value() const
{
    const QString typed = m_edit->toPlainText().trimmed();
    if (m_lines) {
        Json list = Json::array();
        for (const QString &line : typed.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
            if (!line.trimmed().isEmpty())
                list.push_back(toUtf8(line.trimmed()));
        }
        return Value(list.dump());
    }
    if (typed.isEmpty())
        return m_column.spec.initial.empty() ? Value() : Value(std::string(m_column.spec.initial));
    const Result<Json> json = parseJson(toUtf8(typed));
    if (!json)
        return std::nullopt;
    return Value(json->dump());
}

QString JsonField::problem() const
{
    return value() ? QString() : tr("This cannot be read. Check quotes, commas and brackets.");
}

void JsonField::setReadOnly(bool readOnly)
{
    m_edit->setReadOnly(readOnly);
    m_edit->setEnabled(!readOnly);
}

} // namespace nimara::ui
