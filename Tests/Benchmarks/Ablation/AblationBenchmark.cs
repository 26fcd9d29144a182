using System.Collections.Immutable;
using System.Globalization;
using Signals.Sim.Sumo.Running;
using Signals.Sim.Sumo.Sensing;
using Signals.Sim.Validation;

namespace Signals.Benchmarks.Ablation;

/// <summary>
/// <c>ablation [--maps A.sumocfg,…] [--corridors FILE.yaml,…] [--seeds 101-104] [--seconds N] [--minutes N] [--jobs N] [--sensing ideal|field|loops]
/// [--planner key=value,…] [--variants key=value,…;key=value,…]</c>: delay with parts of the optimiser taken away, paired by seed with the default.
/// Stops after the given minutes (default 60) and prints what is complete; without maps and corridors it runs <c>corridors/main-street.yaml</c>.
/// Exit code 1 when a monitor found anything or nothing was completed.
/// </summary>
internal static class AblationBenchmark
{
    private const string Example = "corridors/main-street.yaml";

    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        arguments.Accept("--maps", "--corridors", "--seeds", "--seconds", "--minutes", "--jobs", "--sensing", "--planner", "--variants");
        if (!SeedList.TryParse(arguments.Text("--seeds") ?? "101-104", out var seeds, out var problem))
        {
            throw new FormatException(problem);
        }

        var common = arguments.Text("--planner") ?? "";
        var variants = arguments.Text("--variants") is { } written ? Variant.Written(written, common) : Variant.Usual(common);
        var worlds = WorldsOf(arguments);
        var study = new AblationStudy(worlds, variants, seeds);
        study.Run(
            arguments.Number("--jobs", Environment.ProcessorCount), TimeSpan.FromMinutes(arguments.Number("--minutes", 60)), Console.Error.WriteLine);
        return Print(study, worlds, variants);
    }

    private static ImmutableArray<IAblationWorld> WorldsOf(Arguments arguments)
    {
        int? seconds = arguments.Text("--seconds") is null ? null : arguments.Number("--seconds", 0);
        var sensing = Enum.TryParse<SensingModel>(arguments.Text("--sensing") ?? "ideal", ignoreCase: true, out var model)
            ? model
            : throw new FormatException($"--sensing takes {string.Join(", ", Enum.GetNames<SensingModel>()).ToLowerInvariant()}");
        var corridors = arguments.List("--corridors");
        var maps = arguments.List("--maps");
        corridors = corridors.Count + maps.Count == 0 ? [Example] : corridors;
        return [.. maps.Select(m => (IAblationWorld)new SumoWorld(m, sensing, seconds)), .. corridors.Select(c => new CorridorWorld(c, seconds))];
    }

    private static int Print(AblationStudy study, ImmutableArray<IAblationWorld> worlds, ImmutableArray<Variant> variants)
    {
        var findings = 0L;
        for (var world = 0; world < worlds.Length; world++)
        {
            Console.WriteLine();
            Console.WriteLine($"{worlds[world].Name}: delay, s per vehicle; difference to the default, paired by seed, ± half of its 95 % interval (* excludes 0)");
            Console.WriteLine($"{"",-36} {"seeds",5} {"mean",8} {"difference",18} {"%",6} {"not inserted",12} {"longest wait",12}");
            for (var variant = 0; variant < variants.Length; variant++)
            {
                var (own, standard, runs) = study.Paired(world, variant);
                findings += runs.Sum(r => r.Findings);
                Console.WriteLine(Line(variants[variant].Title, own, standard, runs));
            }
        }

        Console.WriteLine();
        Console.WriteLine($"{study.Done} of {study.Total} runs, {findings} findings of the monitors");
        return findings == 0 && study.Done > 0 ? 0 : 1;
    }

    private static string Line(string title, double[] own, double[] standard, AblationResult[] runs)
    {
        if (own.Length == 0)
        {
            return $"{title,-36} {0,5}";
        }

        var difference = MeanInterval.OfDifferences(own, standard);
        var interval = double.IsNaN(difference.HalfWidth) ? "" : string.Create(CultureInfo.InvariantCulture, $" ±{difference.HalfWidth:0.00}");
        var text = string.Create(CultureInfo.InvariantCulture, $"{difference.Mean:+0.00;-0.00;0.00}{interval}{(difference.ExcludesZero ? "*" : "")}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{title,-36} {own.Length,5} {own.Average(),8:0.00} {text,18} {100 * difference.Mean / standard.Average(),6:+0.0;-0.0;0.0} {runs.Average(r => r.NotInserted),12:0.0} {runs.Max(r => r.LongestWait),12:0}");
    }
}
