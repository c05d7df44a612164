"""Runs COMMAND with N records of a FORMAT on its standard input and prints records, megabytes given, lines of output, seconds, and the
peak of resident memory in kilobytes:  records.py FORMAT N COMMAND...   N may be a size, "1G": as many records as that takes. Every
record has its own text; one in a hundred is bad where the format allows that."""
import gzip
import io
import os
import resource
import subprocess
import sys
import threading
import time

PLACES = ["Lagos", "Lima", "Osaka", "Lyon", "Perth", "Quito", "Tunis", "Baku", "Dhaka", "Oslo"]


def sentences(i):
    place = PLACES[i % len(PLACES)]
    return ("A bomb exploded near a market in %s on %d March 2024 and killed %d people, police said." % (place, 1 + i % 28, 2 + i % 90),
            "Record %d of the test tells nothing else, but it goes on for a while so that it looks like an article." % i)


def page(i):
    a, b = sentences(i)
    links = "".join("<li><a href='/%d'>A headline that leads to another page of the site</a></li>" % k for k in range(20))
    return ("<!doctype html><html><head><title>Blast number %d</title><meta property='article:published_time' content='2024-03-30'></head>"
            "<body><nav><ul>%s</ul></nav><article><h1>Blast number %d</h1><p>%s</p><p>%s</p></article><aside>%s</aside></body></html>"
            % (i, links, i, a, b, links))


def warc(i):
    http = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page(i)
    return "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://www.example.org/%d\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (i, len(http), http)


def jsonl(i):
    if i % 100 == 99:
        return '{"id":"%d","text":\n' % i
    return '{"id":"%d","date":"2024-03-30","text":"%s %s"}\n' % ((i,) + sentences(i))


def csv(i):
    return '%d,"%s\n%s"\n' % ((i,) + sentences(i))


def feed(i):
    if i % 100 == 99:
        return "<item><title/><description/></item>\n"
    return "<item><title>Blast</title><guid>%d</guid><description>&lt;p&gt;%s&lt;/p&gt;&lt;p&gt;%s&lt;/p&gt;</description></item>\n" % ((i,) + sentences(i))


def newsml(i):
    return ("<newsItem guid='%d'><contentMeta><headline>Blast</headline></contentMeta><contentSet><inlineXML><html><body><p>%s</p><p>%s</p></body>"
            "</html></inlineXML></contentSet></newsItem>\n" % ((i,) + sentences(i)))


def mbox(i):
    return ("From a@example.org Sat Mar 30 10:00:00 2024\nFrom: a@example.org\nSubject: Blast\nMessage-ID: <%d@example.org>\n\n%s\n\n%s\n\n"
            % ((i,) + sentences(i)))


FORMATS = {
    "jsonl": ("", jsonl, ""),
    "json": ("[\n", lambda i: ("," if i else "") + '{"id":"%d","date":"2024-03-30","text":"%s %s"}\n' % ((i,) + sentences(i)), "]\n"),
    "csv": ("id,text\n", csv, ""),
    "feed": ("<?xml version='1.0'?><rss version='2.0'><channel><title>Paper</title>\n", feed, "</channel></rss>\n"),
    "newsml": ("<newsMessage><itemSet>\n", newsml, "</itemSet></newsMessage>\n"),
    "mbox": ("", mbox, ""),
    "warc": ("", warc, ""),
    "warc.gz": ("", warc, ""),
}


def give(pipe, name, count, size, told):
    before, one, behind = FORMATS[name]
    out, n, given = io.BufferedWriter(pipe, 1 << 20), 0, 0
    try:
        out.write(before.encode())
        while n < count if count else given < size:
            record = one(n).encode()
            given += len(record)
            out.write(gzip.compress(record, 1) if name.endswith(".gz") else record)
            n += 1
        out.write(behind.encode())
        out.close()
    except BrokenPipeError:
        pass
    told.append((n, given))


def main():
    name, amount, command = sys.argv[1], sys.argv[2], sys.argv[3:]
    units = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
    size = int(amount[:-1]) * units[amount[-1]] if amount[-1] in units else 0
    start, told, lines = time.time(), [], 0
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    giver = threading.Thread(target=give, args=(child.stdin.raw if hasattr(child.stdin, "raw") else child.stdin, name, 0 if size else int(amount), size, told))
    giver.start()
    while True:
        block = os.read(child.stdout.fileno(), 1 << 20)
        if not block:
            break
        lines += block.count(b"\n")
    child.wait()
    giver.join()
    n, given = told[0]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print("%s: %d records, %.1f MB, %d lines, %.1f s, %d kB" % (name, n, given / 1e6, lines, time.time() - start, peak))
    return 0 if child.returncode in (0, 2) else 1


sys.exit(main())
