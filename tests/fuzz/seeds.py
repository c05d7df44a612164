"""Writes small inputs of every format that the readers know into the folder given: what the fuzzer begins with."""
import gzip
import os
import sys

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
HTML = ("<html lang=en><head><title>Head - Site</title><meta property=og:title content=Head><script type='application/ld+json'>{\"@type\":\"NewsArticle\","
        "\"headline\":\"H\",\"datePublished\":\"2024-05-07\",\"author\":[{\"name\":\"A B\"}]}</script></head><body><nav><a href=/>x</a></nav><h1>Head</h1>"
        "<p class=byline>By A. Writer, 7 May 2024</p><time datetime=2024-05-07>x</time><p>A text that is long enough to be taken for a paragraph of an article, "
        "once and for all.</p><table><tr><th>a<th>b<tr><td>1<td>2</table><pre>a\n\nb</pre><ul><li>x<br><br>y</ul></body></html>")
SEEDS = {
    "json": b'{"id":"1","title":"T","text":"Text \\u00e9","date":"Sat, 27 Jan 2024 10:00:00 GMT","authors":["A","B"],"toponyms":[{"start":0,"end":4}]}\n{"text":1}\n',
    "array": b'[{"text":"a","url":"https://x.org/2024/01/28/a"},{"title":"b"}]', "wrapped": b'{"articles":\n[{"text":"a"},{"text":"b"}]}',
    "csv": b'id;text;date\n1;"a ""b""\nc";27.01.2024\n', "text": b"\xef\xbb\xbfA text.\n", "utf16": "A text, \u00e9.".encode("utf-16"),
    "html": HTML.encode(), "latin": HTML.replace("utf-8", "").encode("latin-1") + b"\xe9",
    "rss": b"<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>P</title><link>https://p.org</link><item><title>T</title><guid>1</guid>"
           b"<description>&lt;p&gt;x&lt;/p&gt; \xe9</description><pubDate>Tue, 07 May 2024 20:00:00 GMT</pubDate></item><item><!-- </item> --></item></channel></rss>",
    "atom": b"<feed><entry><id>1</id><link href='https://b.org/p'/><updated>2024-05-07T01:02:03Z</updated><content type='xhtml'><div><p>x</p></div></content></entry></feed>",
    "nitf": b"<nitf><head><docdata><date.issue norm='20240507T120000Z'/></docdata></head><body><body.head><hedline><hl1>H</hl1></hedline><dateline>X</dateline>"
            b"</body.head><body.content><media><p>m</p></media><p>a</p></body.content></body></nitf>",
    "newsml": b"<newsMessage><itemSet><newsItem guid='1'><itemMeta><itemClass qcode='ninat:text'/><provider qcode='p:X'/></itemMeta><contentMeta><headline>H</headline>"
              b"</contentMeta><contentSet><inlineXML><html><body><p>a</p></body></html></inlineXML></contentSet></newsItem></itemSet></newsMessage>",
    "mail": b"From: =?utf-8?Q?A?= <a@b.org>\nTo: x\nSubject: =?iso-8859-2?B?WrGx?=\nMessage-ID: <1@b>\nDate: 7 May 2024 06:00:00 GMT\nContent-Type: multipart/mixed; boundary=b\n\n"
            b"--b\nContent-Type: text/plain; charset=iso-8859-1; format=flowed\nContent-Transfer-Encoding: quoted-printable\n\nA =E9 \nb=\nc\n-- \nsig\n"
            b"--b\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+eDwvcD4=\n--b--\n",
    "mbox": b"From a@b.org Tue May  7 20:00:00 2024\nFrom: a@b.org\nSubject: x\n\nbody\n\nFrom a@b.org Tue May  7 20:00:00 2024\nFrom: a@b.org\n\n>From x\n",
    "warc": b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://x.org/2024/05/07/a\r\nContent-Length: 120\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: text/html; charset=utf-8\r\n\r\n1a\r\n<p>A text of some length.</p>\r\n0\r\n\r\n\r\n\r\n",
    "gz": gzip.compress(b'{"text":"a"}\n'), "zst": bytes.fromhex("28b52ffd200d69000068656c6c6f20776f726c64210a"),
}
for name, data in SEEDS.items():
    open(os.path.join(folder, "seed-" + name), "wb").write(data)
