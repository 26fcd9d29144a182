using Akka.Actor;

namespace Signals.Actors.Cluster;

/// <summary>
/// Looks after a node of a cluster of two while it is alone. It begins without the other when that is not found for a while, so that one machine is enough after
/// a power cut; and the later of the two seeds gives way when the other can be reached again although each has become a cluster of its own: its process
/// ends, to be started anew and join. Its cabinets' leases bridge that, and the other claims them before they lapse.
/// </summary>
public sealed class PairWatch : ReceiveActor, IWithTimers
{
    /// <summary>Beats of a second without the other before a node begins alone. Joining takes 3–5 s.</summary>
    public const int AloneBeats = 15;

    /// <summary>Beats in a row at which the other answers without becoming a member, before the later seed gives way. Joining a running node takes 3–5 s.</summary>
    public const int AnswersToYield = 10;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly ClusterBoard _board;
    private readonly PairPeer _peer;
    private readonly Action _joinSelf;
    private readonly Action<string> _giveWay;
    private int _alone;
    private int _unjoined;
    private int _answers;

    /// <param name="board">Members, and where it is noted that a node begins alone or gives way.</param>
    /// <param name="peer">The other node.</param>
    /// <param name="joinSelf">Begins a cluster of this node alone.</param>
    /// <param name="giveWay">Ends this process, to be started anew; the text says why.</param>
    public PairWatch(ClusterBoard board, PairPeer peer, Action joinSelf, Action<string> giveWay)
    {
        (_board, _peer, _joinSelf, _giveWay) = (board, peer, joinSelf, giveWay);
        Receive<Beat>(_ => OnBeat());
        Receive<bool>(OnAnswer);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Beat), Beat.Instance, Period, Period);

    private void OnBeat()
    {
        var members = _board.Membership.Members;
        _unjoined = members.IsEmpty ? _unjoined + 1 : 0;
        _alone = _board.IsAlone ? _alone + 1 : 0;
        if (_unjoined == AloneBeats)
        {
            _joinSelf();
        }

        _board.BeginsAlone |= _alone >= AloneBeats;
        if (_board.IsAlone && _peer.IsEarlierSeed)
        {
            _peer.AnswersAsync().PipeTo(Self, success: answers => answers, failure: _ => false);
        }
        else
        {
            _answers = 0;
        }
    }

    private void OnAnswer(bool answers)
    {
        _answers = answers && _board.IsAlone ? _answers + 1 : 0;
        if (_answers == AnswersToYield)
        {
            _board.GivesWay = true;
            _giveWay("the other node of the pair is reached again, and each is a cluster of its own");
        }
    }

    /// <summary>Look now.</summary>
    public sealed record Beat
    {
        public static readonly Beat Instance = new();
    }
}
