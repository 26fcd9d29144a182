using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Signals.Controller.Configuration;
using Signals.Tests.Support;

namespace Signals.Tests.Configuration;

/// <summary>Damages the example files at random. The loader never throws, and what it accepts keeps every invariant.</summary>
[TestFixture]
[Category("Property")]
public sealed partial class CorridorMutationTests
{
    private static readonly string[] Examples = ["high-street.yaml", "ludwigstrasse.yaml", "renmin-lu.yaml", "main-street.yaml"];

    private static readonly string[] Numbers = ["0", "1", "2", "3", "5", "7", "12", "40", "64", "99", "180", "1000", "-1", "0.05", "99999999999", ""];

    private static readonly string[] Pieces = ["[", "]", "{", "}", ":", "\n", "*", "&", "'", "\"", "- ", "#", "\t", "%", "|", "é", "N", "P", "~"];

    private static readonly Dictionary<string, string[]> Texts =
        Examples.ToDictionary(e => e, e => File.ReadAllLines(TestCorridors.PathOf(e)));

    private static readonly Gen<(string Example, (int Kind, int Where, int What)[] Mutations)> GenDamage = Gen.Select(
        Gen.Frequency((4, Examples[0]), (3, Examples[1]), (3, Examples[2]), (1, Examples[3])),
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 99_999], Gen.Int[0, 99_999]).Array[1, 3]);

    [Test]
    public void Damaged_file_never_throws_and_is_never_accepted_with_a_broken_invariant()
    {
        var accepted = 0;
        GenDamage.Sample(
            damage =>
            {
                var text = damage.Mutations.Aggregate(Texts[damage.Example], (lines, m) => Mutate(lines, m.Kind, m.Where, m.What));
                var result = CorridorFile.Parse(damage.Example, Encoding.UTF8.GetBytes(string.Join('\n', text)));
                if (result.Corridor is not { } corridor)
                {
                    return result.HasErrors && result.Findings.All(f => f.Line >= 1 && f.Message.Length > 0);
                }

                Interlocked.Increment(ref accepted);
                return !result.HasErrors && !CorridorInvariants.Violations(corridor).Any();
            },
            iter: 1200,
            print: damage => $"{damage.Example}: {string.Join(" ", damage.Mutations)}");

        Assert.That(accepted, Is.GreaterThan(100), "the property must also see files that are accepted");
    }

    [Test]
    public void Random_text_never_throws() =>
        Gen.Select(Gen.OneOf(Pieces), Gen.String[Gen.Char[' ', '~'], 0, 6], (a, b) => a + b).Array[0, 60].Sample(
            pieces => CorridorFile.Parse("random.yaml", Encoding.UTF8.GetBytes(string.Concat(pieces))) is { Corridor: null, HasErrors: true },
            iter: 3000);

    private static string[] Mutate(string[] lines, int kind, int where, int what)
    {
        if (lines.Length < 2)
        {
            return lines;
        }

        var at = where % lines.Length;
        var other = what % lines.Length;
        return kind switch
        {
            0 => [.. lines[..at], .. lines[(at + 1)..]],
            1 => [.. lines[..at], lines[at], .. lines[at..]],
            2 => Replace(lines, at, lines[other]),
            3 => Replace(lines, at, Number().Replace(lines[at], Numbers[what % Numbers.Length], 1, what % Math.Max(1, lines[at].Length))),
            4 => Replace(lines, at, Word().Replace(lines[at], AnyWord(lines[other]), 1, what % Math.Max(1, lines[at].Length))),
            5 => Replace(lines, at, lines[at].Insert(what % (lines[at].Length + 1), Pieces[what % Pieces.Length])),
            _ => Replace(lines, at, Number().Replace(lines[at], Nudge(what), 1)),
        };
    }

    private static string[] Replace(string[] lines, int at, string line) => [.. lines[..at], line, .. lines[(at + 1)..]];

    private static string AnyWord(string line) => Word().Match(line) is { Success: true } match ? match.Value : "P2";

    /// <summary>Changes a number a little, so that many damaged files are still acceptable.</summary>
    private static MatchEvaluator Nudge(int what) => match =>
        (double.Parse(match.Value, CultureInfo.InvariantCulture) + what % 7 - 3).ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"[A-Za-z][A-Za-z0-9-]*")]
    private static partial Regex Word();
}
