using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signals.Actors.Messages;
using Signals.Controller.Commands;
using Signals.Controller.Hosting;

namespace Signals.Controller.Service;

/// <summary>
/// How a running controller is asked and told: HTTP on a Unix socket that only its owner may open, and health over TCP where that is wanted. The socket's
/// permissions are the authentication: nothing but health is answered on TCP.
/// </summary>
internal sealed class ControlEndpoint : IAsyncDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly WebApplication _web;
    private readonly string? _socket;

    private ControlEndpoint(WebApplication web, string? socket) => (_web, _socket) = (web, socket);

    /// <param name="host">The controller.</param>
    /// <param name="socket">Path of the Unix socket; null for none.</param>
    /// <param name="health">Where health is served over TCP; null for nowhere.</param>
    /// <param name="leave">Called when it is told to leave; as SIGTERM.</param>
    /// <param name="loggers">For its log.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="IOException">The socket or the port cannot be used.</exception>
    public static async Task<ControlEndpoint?> StartAsync(
        ControllerHost host, string? socket, IPEndPoint? health, Action leave, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        if (socket is null && health is null)
        {
            return null;
        }

        if (socket is not null)
        {
            await RemoveStaleAsync(socket, cancellationToken).ConfigureAwait(false);
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 4096;
            kestrel.Limits.MaxConcurrentConnections = 64;
            if (socket is not null)
            {
                kestrel.ListenUnixSocket(socket);
            }

            if (health is not null)
            {
                kestrel.Listen(health);
            }
        });
        var web = builder.Build();
        Map(web, host, leave);
        try
        {
            await web.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or IOException or UnauthorizedAccessException)
        {
            await web.DisposeAsync().ConfigureAwait(false);
            throw new IOException($"control socket {socket ?? "(none)"} or health address {health?.ToString() ?? "(none)"} cannot be used: {failure.Message}", failure);
        }

        if (socket is not null && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(socket, OwnerOnly);
        }

        return new ControlEndpoint(web, socket);
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _web.StopAsync(limit.Token).ConfigureAwait(false);
        await _web.DisposeAsync().ConfigureAwait(false);
        if (_socket is not null)
        {
            File.Delete(_socket);
        }
    }

    private static void Map(WebApplication web, ControllerHost host, Action leave)
    {
        web.Use((context, next) =>
        {
            var local = context.Connection.RemoteIpAddress is null;
            if (local || context.Request.Path.StartsWithSegments("/health"))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        web.UseRouting();
        web.MapGet("/health/live", context => SayAsync(context, host.IsLive, "ticks are told", "the control clock stands still"));
        web.MapGet("/health/ready", context => SayAsync(context, host.IsReady, "may control", "not up in a majority of the cluster"));
        web.MapGet("/status", context => AnswerAsync(context, StatusCodes.Status200OK, NodeStatus.Of(host)));
        web.MapPost("/measures", context => AnswerAsync(context, StatusCodes.Status200OK, host.Measure()));
        web.MapPost("/leave", async context =>
        {
            await AnswerAsync(context, StatusCodes.Status202Accepted, new CommandReply(true, "leaving: intersections are handed over, then the process ends")).ConfigureAwait(false);
            leave();
        });
        web.MapPost("/move", async context =>
        {
            var reply = await host.MoveAsync(
                context.Request.Query["intersection"].ToString(), context.Request.Query["node"].ToString(), context.RequestAborted).ConfigureAwait(false);
            await AnswerAsync(context, reply.Accepted ? StatusCodes.Status200OK : StatusCodes.Status409Conflict, reply).ConfigureAwait(false);
        });
    }

    private static Task SayAsync(HttpContext context, bool good, string yes, string no)
    {
        context.Response.StatusCode = good ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync(good ? yes : no);
    }

    private static Task AnswerAsync<T>(HttpContext context, int code, T answer)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, answer, JsonResult.Format, context.RequestAborted);
    }

    /// <summary>A socket file that a killed process left behind is in the way of binding; one that somebody answers on is not ours to take.</summary>
    private static async Task RemoveStaleAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await probe.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            File.Delete(path);
            return;
        }

        throw new IOException($"another controller answers on {path}; choose another control-socket, or stop it");
    }
}
