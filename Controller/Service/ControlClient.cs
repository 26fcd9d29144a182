using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Signals.Actors.Messages;
using Signals.Controller.Commands;

namespace Signals.Controller.Service;

/// <summary>Asks a running controller over its control socket.</summary>
public sealed class ControlClient : IDisposable
{
    private readonly string _socket;
    private readonly HttpClient _http;

    /// <param name="socket">Path of the control socket.</param>
    /// <param name="patience">Deadline of each question, default 5 s.</param>
    public ControlClient(string socket, TimeSpan? patience = null)
    {
        _socket = socket;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken).ConfigureAwait(false);
                    return new NetworkStream(connection, ownsSocket: true);
                }
                catch
                {
                    connection.Dispose();
                    throw;
                }
            },
        })
        {
            BaseAddress = new Uri("http://controller/"),
            Timeout = patience ?? TimeSpan.FromSeconds(5),
        };
    }

    /// <exception cref="IOException">Nobody answers.</exception>
    public Task<NodeStatus> StatusAsync(CancellationToken cancellationToken) => AskedAsync(
        async () => await _http.GetFromJsonAsync<NodeStatus>("status", JsonResult.Format, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException($"the controller on {_socket} gave an empty answer"));

    /// <exception cref="IOException">Nobody answers.</exception>
    public Task<CommandReply> LeaveAsync(CancellationToken cancellationToken) => PostAsync<CommandReply>("leave", cancellationToken);

    /// <exception cref="IOException">Nobody answers.</exception>
    public Task<CommandReply> MoveAsync(string intersectionId, string node, CancellationToken cancellationToken) =>
        PostAsync<CommandReply>($"move?intersection={Uri.EscapeDataString(intersectionId)}&node={Uri.EscapeDataString(node)}", cancellationToken);

    /// <summary>What the controller did and used since this was last asked, or since its start.</summary>
    /// <exception cref="IOException">Nobody answers.</exception>
    public Task<NodeMeasures> MeasureAsync(CancellationToken cancellationToken) => PostAsync<NodeMeasures>("measures", cancellationToken);

    /// <summary>True when <c>/health/ready</c> says so; false also when nobody answers.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri("health/ready", UriKind.Relative), cancellationToken).ConfigureAwait(false);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            return false;
        }
    }

    public void Dispose() => _http.Dispose();

    private Task<T> PostAsync<T>(string path, CancellationToken cancellationToken) => AskedAsync(async () =>
    {
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), null, cancellationToken).ConfigureAwait(false);
        return await answer.Content.ReadFromJsonAsync<T>(JsonResult.Format, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException($"the controller on {_socket} gave an empty answer");
    });

    private async Task<T> AskedAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            // HttpClient reports its own deadline as a cancellation, which nobody asked for.
            throw new IOException($"no controller answers on {_socket}: {failure.Message}; is it running, and is this its control-socket?", failure);
        }
    }
}
