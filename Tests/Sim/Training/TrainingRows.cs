using Signals.Sim.Traffic;
using Signals.Sim.Training;

namespace Signals.Tests.Sim.Training;

/// <summary>Made-up rows: a target that depends on a few of the features, and a share of missing values.</summary>
internal static class TrainingRows
{
    public static (FeatureTable Rows, float[] Target) Make(int rows, int columns, double missing, ulong seed)
    {
        var random = new SeededRandom(seed);
        var table = new FeatureTable(columns, rows);
        var target = new float[rows];
        for (var i = 0; i < rows; i++)
        {
            var row = table.Append();
            for (var c = 0; c < columns; c++)
            {
                row[c] = c == columns - 1 ? (float)Math.Floor(8 * random.NextDouble()) - 4 : (float)(10 * random.NextDouble());
            }

            target[i] = row[0] + 2 * (row[1] > 5 ? row[2] : 0) + 3 * row[columns - 1] + (float)random.NextBell();
            for (var c = 0; c < columns; c++)
            {
                row[c] = random.NextDouble() < missing ? float.NaN : row[c];
            }
        }

        return (table, target);
    }
}
