/* What the kernel allows: the frame in the file argv[2] to every socket, by plain send().
 *
 * Listens on the port argv[1] of 127.0.0.1. A line `<clients> <count>` on standard input makes it
 * accept until there are so many sockets, and send the frame `count` times to each, one after
 * another. Then it prints `{}`.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#define MOST 20000

static void need(int good, const char *what)
{
    if (!good) {
        perror(what);
        exit(1);
    }
}

static void send_all(int to, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t sent = send(to, data, size, MSG_NOSIGNAL);
        need(sent > 0, "send");
        data += sent;
        size -= (size_t)sent;
    }
}

int main(int count, char **words)
{
    static int sockets[MOST];
    static char frame[65536];
    int on = 1, have = 0, clients, times;

    need(count == 3, "usage: send_loop <port> <file of the frame>");
    FILE *file = fopen(words[2], "rb");
    need(file != NULL, words[2]);
    size_t size = fread(frame, 1, sizeof frame, file);
    fclose(file);

    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(words[1]))};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    need(bind(listener, (struct sockaddr *)&here, sizeof here) == 0, "bind");
    need(listen(listener, 4096) == 0, "listen");

    while (scanf("%d %d", &clients, &times) == 2 && clients <= MOST) {
        for (; have < clients; have++) {
            sockets[have] = accept(listener, NULL, NULL);
            need(sockets[have] >= 0, "accept");
            setsockopt(sockets[have], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        }
        for (int each = 0; each < times; each++)
            for (int number = 0; number < clients; number++)
                send_all(sockets[number], frame, size);
        puts("{}");
        fflush(stdout);
    }
    return 0;
}
