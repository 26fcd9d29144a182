namespace Signals.Actors.Messages;

/// <summary>Answer to an operator's command.</summary>
/// <param name="Accepted">False when nothing was changed.</param>
/// <param name="Text">What happened, or what would be accepted.</param>
public sealed record CommandReply(bool Accepted, string Text);
