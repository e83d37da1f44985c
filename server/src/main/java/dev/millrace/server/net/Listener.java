package dev.millrace.server.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;

/** A listening port and its event loops: epoll where there is one, NIO elsewhere. */
public final class Listener implements AutoCloseable {

    private static final WriteBufferWaterMark UNSENT_BYTES = new WriteBufferWaterMark(64 << 10, 256 << 10);
    private static final int BACKLOG = 1024;
    /** As many events at a time as there are. */
    private static final int EVENTS_GROW = 0;

    private final EventLoopGroup loops;
    private final Channel channel;

    private Listener(EventLoopGroup loops, Channel channel) {
        this.loops = loops;
        this.channel = channel;
    }

    /**
     * Listens from now on.
     *
     * @param messageBytesMax longest message a known client may send
     * @throws IOException when the address cannot be had, e.g. because another process has it
     */
    public static Listener open(
            InetSocketAddress address, int messageBytesMax, Admission admission, Sessions sessions)
            throws IOException {
        if (System.getProperty("io.netty.leakDetection.level") == null) {
            // Sampling buffers for leaks takes a stack trace of each: a cost for every statement, and a tool for tests.
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
        boolean hasEpoll = Epoll.isAvailable();
        int processors = Runtime.getRuntime().availableProcessors();
        AtomicInteger places = new AtomicInteger(processors / 2);
        IoHandlerFactory io = hasEpoll
                ? EpollIoHandler.newFactory(EVENTS_GROW, () -> new BriefSpin(places, System::nanoTime))
                : NioIoHandler.newFactory();
        Class<? extends ServerChannel> type =
                hasEpoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        int threads = Math.clamp(processors, 1, 8);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("net", true), io);
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT_BYTES)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel child) {
                        child.pipeline().addLast(new ConnectionHandler(sessions, messageBytesMax, admission));
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
        return new Listener(loops, bound.channel());
    }

    /** The port that is listened on, also when 0 was asked for. */
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** No new connections from now on. */
    public void stopAccepting() {
        var _ = channel.close().awaitUninterruptibly();
    }

    @Override
    public void close() {
        stopAccepting();
        var _ = loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
