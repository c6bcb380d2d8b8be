#include <QDir>
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>
#include <QtTest>

class TestPictures : public QObject
{
    Q_OBJECT

private slots:
    void everyIconDraws_data();
    void everyIconDraws();
    void theLogoDraws();
    void theIconsLicenceTravelsWithThem();
};

namespace
{
QImage draw(const QString &path)
{
    QSvgRenderer renderer(path);
    QImage image(64, 64, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    if (renderer.isValid()) {
        QPainter painter(&image);
        renderer.render(&painter);
    }
    return image;
}

int paintedPixels(const QImage &image)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += qAlpha(image.pixel(x, y)) > 127 ? 1 : 0;
    }
    return count;
}
} // namespace

void TestPictures::everyIconDraws_data()
{
    QTest::addColumn<QString>("path");
    const QDir icons(QStringLiteral(":/icons"));
    for (const QString &name : icons.entryList({QStringLiteral("*.svg")}))
        QTest::newRow(qPrintable(name)) << icons.filePath(name);
}

void TestPictures::everyIconDraws()
{
    QFETCH(QString, path);
    const int painted = paintedPixels(draw(path));
    QVERIFY2(painted > 20, "The icon is empty");
    QVERIFY2(painted < 64 * 64 / 2, "A line icon is mostly line-free");
}

void TestPictures::theLogoDraws()
{
    const QImage logo = draw(QStringLiteral(":/brand/nimara.svg"));
    QCOMPARE(logo.pixelColor(32, 6).name(), QStringLiteral("#1e2844"));
    QVERIFY(paintedPixels(draw(QStringLiteral(":/brand/nimara-mark.svg"))) > 200);
}

void TestPictures::theIconsLicenceTravelsWithThem()
{
    QFile licence(QStringLiteral(":/icons/LICENSE"));
    QVERIFY(licence.open(QIODevice::ReadOnly));
    QVERIFY(licence.readAll().startsWith("ISC License"));
}

QTEST_MAIN(TestPictures)
#include "tst_pictures.moc"
