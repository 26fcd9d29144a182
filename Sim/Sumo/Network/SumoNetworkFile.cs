using System.Collections.Immutable;

namespace Signals.Sim.Sumo.Network;

/// <summary>
/// Reads <c>net.xml</c> and the signal programs of additional files (<c>tll.xml</c>). Elements and attributes that newer versions add are passed over.
/// </summary>
public static class SumoNetworkFile
{
    /// <param name="path">The network, plain or <c>.gz</c>.</param>
    /// <param name="additional">Files that may hold further programs; the last program of a traffic light is the one that SUMO runs.</param>
    /// <exception cref="SumoFormatException">The file is not a SUMO network, or a field is wrong; with file, line and field.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static SumoNetwork Read(string path, IEnumerable<string> additional)
    {
        var reading = new Reading(path);
        SumoXml.Read(path, reading.Visit);
        reading.CloseAll();
        if (reading.RootName != "net")
        {
            throw new SumoFormatException($"{path}: the root element is <{reading.RootName}>; a SUMO network has <net>");
        }

        foreach (var file in additional)
        {
            var programs = new Reading(file) { ProgramsOnly = true, Programs = reading.Programs };
            SumoXml.Read(file, programs.Visit);
            programs.CloseAll();
        }

        return new SumoNetwork(
            path, reading.LeftHand, reading.Edges.ToImmutable(), reading.Connections.ToImmutable(), reading.Junctions.ToImmutable(),
            [.. reading.Programs.Values.OrderBy(p => p.Signal, StringComparer.Ordinal)]);
    }

    /// <summary>Builder state while the tags go by; a parent is closed when the next tag at its depth begins.</summary>
    private sealed class Reading(string path)
    {
        private readonly List<SumoLane> _lanes = [];
        private readonly List<SumoRequest> _requests = [];
        private readonly List<SumoPhase> _phases = [];
        private SumoEdge? _edge;
        private SumoJunction? _junction;
        private SumoProgram? _program;

        public string RootName { get; private set; } = "";

        public bool LeftHand { get; private set; }

        public bool ProgramsOnly { get; init; }

        public ImmutableArray<SumoEdge>.Builder Edges { get; } = ImmutableArray.CreateBuilder<SumoEdge>();

        public ImmutableArray<SumoConnection>.Builder Connections { get; } = ImmutableArray.CreateBuilder<SumoConnection>();

        public ImmutableArray<SumoJunction>.Builder Junctions { get; } = ImmutableArray.CreateBuilder<SumoJunction>();

        public Dictionary<string, SumoProgram> Programs { get; init; } = [];

        public bool Visit(SumoElement element, int depth)
        {
            switch (depth)
            {
                case 0:
                    RootName = element.Name;
                    LeftHand = element.Optional("lefthand") is "true" or "1";
                    return true;
                case 1:
                    CloseAll();
                    return Begin(element);
                default:
                    Inside(element);
                    return false;
            }
        }

        public void CloseAll()
        {
            if (_edge is not null)
            {
                Edges.Add(_edge with { Lanes = [.. _lanes] });
                _edge = null;
            }

            if (_junction is not null)
            {
                Junctions.Add(_junction with { Requests = [.. _requests.OrderBy(r => r.Index)] });
                _junction = null;
            }

            if (_program is not null && _phases.Count > 0)
            {
                CheckPhases(_program.Signal);
                Programs[_program.Signal] = _program with { Phases = [.. _phases] };
            }

            _program = null;
        }

        private bool Begin(SumoElement element)
        {
            switch (element.Name)
            {
                case "edge" when !ProgramsOnly:
                    _edge = new SumoEdge(element.Text("id"), element.Optional("from"), element.Optional("to"), element.Optional("function"), []);
                    _lanes.Clear();
                    return true;
                case "junction" when !ProgramsOnly:
                    var centre = new SumoPoint(element.Number("x", 0), element.Number("y", 0));
                    _junction = new SumoJunction(element.Text("id"), element.Optional("type"), centre, [.. element.Words("incLanes")], []);
                    _requests.Clear();
                    return true;
                case "tlLogic":
                    _program = new SumoProgram(
                        element.Text("id"), element.Optional("programID"), element.Optional("type"), element.Number("offset", 0), []);
                    _phases.Clear();
                    return true;
                case "connection" when !ProgramsOnly:
                    Connections.Add(Connection(element));
                    return false;
                default:
                    return false;
            }
        }

        private void Inside(SumoElement element)
        {
            if (_edge is not null && element.Name == "lane")
            {
                _lanes.Add(new SumoLane(
                    element.Text("id"), element.Integer("index"), element.Number("length"), element.Number("speed"), element.Shape("shape"), CarriesTraffic(element)));
            }
            else if (_junction is not null && element.Name == "request")
            {
                _requests.Add(new SumoRequest(element.Integer("index"), element.Text("response"), element.Text("foes")));
            }
            else if (_program is not null && element.Name == "phase")
            {
                // A phase of an actuated program may have only its limits.
                _phases.Add(new SumoPhase(element.Has("duration") ? element.Number("duration") : element.Number("minDur"), element.Text("state")));
            }
        }

        private static SumoConnection Connection(SumoElement element) => new(
            element.Text("from"), element.Text("to"), element.Integer("fromLane"), element.Integer("toLane"), element.Optional("via"), element.Optional("tl"),
            element.Has("tl") ? element.Integer("linkIndex") : -1, element.Optional("dir"), element.Optional("state"));

        private static bool CarriesTraffic(SumoElement element)
        {
            var allow = element.Words("allow");
            var disallow = element.Words("disallow");
            return allow.Length > 0 ? allow.Any(c => c is "passenger" or "all" or "private") : !disallow.Any(c => c is "passenger" or "all");
        }

        private void CheckPhases(string signal)
        {
            if (_phases.Any(p => p.State.Length != _phases[0].State.Length))
            {
                throw new SumoFormatException(
                    $"{path}: tlLogic \"{signal}\" has states of different lengths; every phase needs one character a link");
            }
        }
    }
}
