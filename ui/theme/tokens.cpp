#include "ui/theme/tokens.h"

namespace nimara::ui {

namespace {

struct TokenRow
{
    Token token;
    QRgb light;
    QRgb dark;
};

// The one place where a colour of the look is written. tests/ui/theme computes the contrast of every pair in use.
constexpr std::array<TokenRow, static_cast<std::size_t>(Token::Count)> tokenTable{{
    {Token::Sidebar, 0xff1e2844, 0xff0f1524},
    {Token::SidebarHover, 0xff171f35, 0xff171f35},
    {Token::SidebarActive, 0xff2f3d66, 0xff24304f},
    {Token::SidebarText, 0xffffffff, 0xffffffff},
    {Token::SidebarMuted, 0xffb3bdd4, 0xffa3aec4},
    {Token::Window, 0xfff6f7fa, 0xff131a2c},
    {Token::Surface, 0xffffffff, 0xff1a2338},
    {Token::Raised, 0xffffffff, 0xff212b44},
    {Token::Sunken, 0xffeaedf3, 0xff111829},
    {Token::Hover, 0xfff1f4f9, 0xff243049},
    {Token::Selected, 0xffe3eefd, 0xff223a63},
    {Token::Border, 0xffe1e5ee, 0xff2b3651},
    {Token::StrongBorder, 0xffc6cede, 0xff3d4a6b},
    {Token::FieldBorder, 0xff858fa4, 0xff6e7c9b},
    {Token::Text, 0xff1b2333, 0xffe8ecf5},
    {Token::Muted, 0xff5a6579, 0xffa3aec4},
    {Token::Disabled, 0xff98a1b3, 0xff66718a},
    {Token::Brand, 0xff1f6feb, 0xff5b9bff},
    {Token::BrandHover, 0xff1a60d0, 0xff78adff},
    {Token::BrandPressed, 0xff1653b5, 0xff93bdff},
    {Token::BrandTint, 0xffe8f1fe, 0xff16294a},
    {Token::OnBrand, 0xffffffff, 0xff0b1220},
    {Token::Link, 0xff1757c2, 0xff7db2ff},
    {Token::Success, 0xff0f7b53, 0xff3ecf94},
    {Token::Warning, 0xff9a5b00, 0xfff0b04d},
    {Token::Danger, 0xffc22f36, 0xffff7a80},
    {Token::Info, 0xff1757c2, 0xff7db2ff},
    {Token::SuccessTint, 0xffe7f6ef, 0xff12372a},
    {Token::WarningTint, 0xfffdf2df, 0xff3a2c12},
    {Token::DangerTint, 0xfffdeaea, 0xff421b1f},
    {Token::InfoTint, 0xffe8f1fe, 0xff16294a},
    {Token::DangerFill, 0xffc22f36, 0xffd84a50},
    {Token::DangerFillHover, 0xffa8262d, 0xffc93d44},
    {Token::OnDanger, 0xffffffff, 0xffffffff},
    {Token::Shadow, 0x331e2844, 0x80000000},
}};

consteval bool standsInOrder()
{
    for (std::size_t i = 0; i < tokenTable.size(); ++i) {
        if (tokenTable[i].token != static_cast<Token>(i))
            return false;
    }
    return true;
}
static_assert(standsInOrder());

} // namespace

TokenColors tokenColors(bool dark)
{
    TokenColors colors;
    for (std::size_t i = 0; i < tokenTable.size(); ++i)
        colors[i] = QColor::fromRgba(dark ? tokenTable[i].dark : tokenTable[i].light);
    return colors;
}

} // namespace nimara::ui
