using CsCheck;
using Signals.Actors.Clock;

namespace Signals.Tests.Actors.Clock;

public sealed class LatenessHistogramTests
{
    [Test]
    [Category("Property")]
    public void Quantiles_agree_with_the_sorted_values_to_bucket_width() =>
        Gen.Select(Gen.Int[0, 10_000_000].List[1, 500], Gen.Double[0.01, 1.0]).Sample((values, quantile) =>
        {
            var histogram = new LatenessHistogram();
            foreach (var value in values)
            {
                histogram.Record(TimeSpan.FromMicroseconds(value));
            }

            var sorted = values.Order().ToArray();
            var exact = sorted[(int)Math.Ceiling(values.Count * quantile) - 1];
            var found = histogram.Quantile(quantile).TotalMicroseconds;
            return found >= exact && found <= exact * 1.033 + 1;
        });

    [Test]
    [Category("Unit")]
    public void Empty_histogram_has_zero_quantiles() => Assert.That(new LatenessHistogram().Summarise().P999, Is.EqualTo(TimeSpan.Zero));

    [Test]
    [Category("Unit")]
    public void Sum_of_histograms_counts_both()
    {
        var a = new LatenessHistogram();
        var b = new LatenessHistogram();
        a.Record(TimeSpan.FromMilliseconds(1));
        b.Record(TimeSpan.FromMilliseconds(9));

        a.Add(b);

        Assert.That(a.Count, Is.EqualTo(2));
        Assert.That(a.Summarise().Maximum, Is.EqualTo(TimeSpan.FromMilliseconds(9)));
    }
}
