using System.CommandLine;

namespace Signals.Sim.Commands;

/// <summary>Bounds of whole numbers on the command line.</summary>
internal static class OptionRange
{
    /// <summary>Refuses values outside the bounds with a message that names them.</summary>
    public static void Between(this Option<int> option, int low, int high) => option.Validators.Add(result =>
    {
        var value = result.GetValueOrDefault<int>();
        if (value < low || value > high)
        {
            result.AddError($"{value} is not possible for {option.Name}; accepted: {low} to {high}");
        }
    });
}
