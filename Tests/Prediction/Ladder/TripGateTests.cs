using CsCheck;
using Signals.Prediction.Ladder;

namespace Signals.Tests.Prediction.Ladder;

[TestFixture, Category("Property")]
public sealed class TripGateTests
{
    [Test]
    public void Gate_trips_and_returns_only_after_unbroken_rows()
    {
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 6], Gen.Int[0, 2].Array[0, 60]).Sample((bad, good, windows) =>
        {
            var gate = new TripGate(bad, good);
            var tripped = false;
            var since = 0;
            for (var i = 0; i < windows.Length; i++)
            {
                gate.Note(windows[i] == 0, windows[i] == 1);
                var row = tripped ? good : bad;
                var wanted = tripped ? 1 : 0;
                if (i + 1 - since >= row && windows[(i + 1 - row)..(i + 1)].All(w => w == wanted))
                {
                    tripped = !tripped;
                    since = i + 1;
                }

                if (gate.IsTripped != tripped)
                {
                    return false;
                }
            }

            return true;
        });
    }
}
