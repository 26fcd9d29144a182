using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Actors.Neighbours;

/// <summary>
/// Forecasts between neighbours: one slot a link, latest wins, nobody waits. Bounded by the corridor's links; a forecast older than
/// <see cref="NeighbourOutflow.FreshFor"/>, or as far ahead of our clock, is not handed out. Thread-safe without locks: a slot is one reference.
/// </summary>
public sealed class NeighbourExchange
{
    private readonly ImmutableArray<Link> _links;
    private readonly NeighbourOutflow?[] _slots;
    private readonly Dictionary<string, ImmutableArray<int>> _inbound;
    private readonly Dictionary<string, ImmutableArray<int>> _outbound;

    private readonly INeighbourRelay? _relay;

    /// <param name="corridor">Who is whose neighbour.</param>
    /// <param name="relay">For neighbours on other nodes; null when all are in this process.</param>
    public NeighbourExchange(Corridor corridor, INeighbourRelay? relay = null)
    {
        _relay = relay;
        _links = corridor.Links;
        _slots = new NeighbourOutflow?[_links.Length];
        _inbound = LinksBy(link => link.To);
        _outbound = LinksBy(link => link.From);
    }

    /// <summary>Most forecasts that <see cref="Collect"/> returns for that intersection.</summary>
    public int InboundCount(string intersectionId) => _inbound.TryGetValue(intersectionId, out var links) ? links.Length : 0;

    /// <summary>
    /// Takes what <paramref name="from"/> forecasts, one entry for each approach that it feeds. An entry that no link carries is ignored: the file
    /// decides who is a neighbour.
    /// </summary>
    public void Publish(string from, IReadOnlyList<NeighbourOutflow> outflow)
    {
        if (!_outbound.TryGetValue(from, out var links))
        {
            return;
        }

        for (var i = 0; i < outflow.Count; i++)
        {
            var forecast = outflow[i];
            foreach (var link in links)
            {
                if (forecast.Approach == _links[link].ToApproach)
                {
                    Volatile.Write(ref _slots[link], forecast);
                    _relay?.Relay(_links[link].To, forecast);
                }
            }
        }
    }

    /// <summary>Takes a forecast that came from another node; one that no link carries is ignored.</summary>
    public void Receive(string to, NeighbourOutflow forecast)
    {
        if (!_inbound.TryGetValue(to, out var links))
        {
            return;
        }

        foreach (var link in links)
        {
            if (_links[link].From == forecast.From && _links[link].ToApproach == forecast.Approach)
            {
                Volatile.Write(ref _slots[link], forecast);
            }
        }
    }

    /// <summary>Copies the fresh forecasts for <paramref name="to"/>; returns how many.</summary>
    public int Collect(string to, Instant now, Span<NeighbourOutflow> into)
    {
        if (!_inbound.TryGetValue(to, out var links))
        {
            return 0;
        }

        var count = 0;
        foreach (var link in links)
        {
            if (count < into.Length && Volatile.Read(ref _slots[link]) is { } forecast && forecast.IsFreshAt(now))
            {
                into[count++] = forecast;
            }
        }

        return count;
    }

    private Dictionary<string, ImmutableArray<int>> LinksBy(Func<Link, string> end) =>
        Enumerable.Range(0, _links.Length).GroupBy(i => end(_links[i])).ToDictionary(g => g.Key, g => g.ToImmutableArray());
}
