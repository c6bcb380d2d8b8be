#include "ui/theme/tokens.h"

#include <algorithm>
#include <cmath>

namespace nimara::ui {

namespace {

constexpr std::array<QRgb, hueCount> seeds{0xff1e2844, 0xff1f6feb, 0xff7d9a86,
                                           0xff4cc3a5, 0xff17889b, 0xff7a5cc7};

// Lightness in OKLab of each step, and the share of the hue's own chroma: the ends of a ladder are nearly grey.
struct Rung
{
    double lightness;
    double chroma;
};
constexpr std::array<Rung, stepCount> rungs{{{0.975, 0.12},
                                             {0.945, 0.24},
                                             {0.890, 0.45},
                                             {0.815, 0.70},
                                             {0.720, 0.90},
                                             {0.620, 1.00},
                                             {0.530, 1.00},
                                             {0.445, 0.92},
                                             {0.365, 0.80},
                                             {0.285, 0.65}}};

struct Lab
{
    double l;
    double a;
    double b;
};

double toLinear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double fromLinear(double channel)
{
    return channel <= 0.0031308 ? channel * 12.92 : 1.055 * std::pow(channel, 1.0 / 2.4) - 0.055;
}

Lab toLab(const QColor &color)
{
    const double r = toLinear(double(color.redF()));
    const double g = toLinear(double(color.greenF()));
    const double b = toLinear(double(color.blueF()));
    const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

std::array<double, 3> toLinearRgb(const Lab &lab)
{
    const double l = std::pow(lab.l + 0.3963377774 * lab.a + 0.2158037573 * lab.b, 3);
    const double m = std::pow(lab.l - 0.1055613458 * lab.a - 0.0638541728 * lab.b, 3);
    const double s = std::pow(lab.l - 0.0894841775 * lab.a - 1.2914855480 * lab.b, 3);
    return {4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s};
}

bool isInGamut(const std::array<double, 3> &rgb)
{
    return std::all_of(rgb.begin(), rgb.end(),
                       [](double channel) { return channel > -0.0005 && channel < 1.0005; });
}

// A colour that the screen cannot show keeps lightness and hue and loses chroma.
QColor toColor(Lab lab)
{
    auto rgb = toLinearRgb(lab);
    for (int i = 0; i < 60 && !isInGamut(rgb); ++i) {
        lab.a *= 0.96;
        lab.b *= 0.96;
        rgb = toLinearRgb(lab);
    }
    const auto channel = [](double linear) { return float(fromLinear(std::clamp(linear, 0.0, 1.0))); };
    return QColor::fromRgbF(channel(rgb[0]), channel(rgb[1]), channel(rgb[2])).toRgb();
}

double luminance(const QColor &color)
{
    return 0.2126 * toLinear(double(color.redF())) + 0.7152 * toLinear(double(color.greenF())) +
           0.0722 * toLinear(double(color.blueF()));
}

} // namespace

Ladder ladder(Hue hue)
{
    const Lab seed = toLab(QColor::fromRgb(seeds[static_cast<std::size_t>(hue)]));
    // Navy is nearly grey and stays so; the others are brought to a chroma that holds over the whole ladder.
    Ladder steps;
    for (std::size_t i = 0; i < stepCount; ++i)
        steps[i] = toColor({rungs[i].lightness, seed.a * rungs[i].chroma, seed.b * rungs[i].chroma});
    return steps;
}

double contrast(const QColor &left, const QColor &right)
{
    const auto [darker, lighter] = std::minmax({luminance(left), luminance(right)});
    return (lighter + 0.05) / (darker + 0.05);
}

QColor mixed(const QColor &from, const QColor &to, double share)
{
    const auto blend = [&](float a, float b) { return float(double(a) + (double(b) - double(a)) * share); };
    return QColor::fromRgbF(blend(from.redF(), to.redF()), blend(from.greenF(), to.greenF()),
                            blend(from.blueF(), to.blueF()), blend(from.alphaF(), to.alphaF()));
}

QColor readableOn(const QColor &background, const QColor &color, double wanted)
{
    if (contrast(background, color) >= wanted)
        return color;
    const QColor white(Qt::white);
    const QColor black(Qt::black);
    const QColor &end = contrast(background, white) > contrast(background, black) ? white : black;
    for (int share = 1; share < 50; ++share) {
        const QColor candidate = mixed(color, end, share / 50.0).toRgb();
        if (contrast(background, candidate) >= wanted)
            return candidate;
    }
    return end;
}

} // namespace nimara::ui
