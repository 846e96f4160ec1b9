#!/usr/bin/env python3
"""Checks the mails of `copydesk render --for mail` with programs that others wrote: `check.py COPYDESK`.

Python's `email` and `quopri` read the message, a mail server on this machine receives it, and `copydesk mail learn` measures
what a made-up service adds to it. Needs aiosmtpd. `.ci/run mail` runs it.
"""

import email
import email.policy
import math
import pathlib
import quopri
import re
import smtplib
import socket
import subprocess
import sys
import tempfile
from email.message import EmailMessage

from aiosmtpd.controller import Controller

COPYDESK = pathlib.Path(sys.argv[1]).resolve()
TODAY = "2026-06-03"


def run(folder, *arguments, fails=False):
    command = [COPYDESK, "-C", folder, "--as-of", TODAY, *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode != 0) == fails, done
    return done.stdout


def newsletter(folder):
    """The demo newsletter, with the mail's own keys."""
    run(folder, "demo", "--dir", folder / "demo", "--no-open")
    profile = folder / "demo/copydesk.yml"
    text = profile.read_text(encoding="utf-8")
    assert text.count("\nmail:\n") == 1, text
    own = "\nmail:\n  from: Tidewatch Weekly <desk@example.org>\n"
    profile.write_text(text.replace("\nmail:\n", own), encoding="utf-8")
    return folder / "demo"


def unix(text):
    return text.replace("\r\n", "\n")


def read_message(demo, path):
    """The message has a text and an HTML part, which are what the other forms of the command print."""
    raw = path.read_bytes()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert not message.defects, message.defects
    assert message.get_content_type() == "multipart/alternative", message.get_content_type()
    assert message["From"].addresses[0].addr_spec == "desk@example.org", message["From"]
    assert message["Message-ID"].endswith("@example.org>"), message["Message-ID"]
    assert message["Date"].datetime.date().isoformat() == TODAY, message["Date"]
    title = re.search(r"^title: \"?(.*?)\"?$", next((demo / "_drafts").glob("2026-*")).read_text(encoding="utf-8"), re.M)
    assert message["Subject"] == title.group(1), message["Subject"]
    text, html = message.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert not text.defects and not html.defects
    assert unix(text.get_content()).strip() == run(demo, "render", "--for", "text").strip()
    assert unix(html.get_content()).strip() == run(demo, "render", "--for", "mail").strip()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n")), "a line is longer than mail servers accept"
    return raw, html


def check_sizes(demo, html):
    """The encoded part has the size of Python's own encoding, and the size of the summary is that of the decoded one."""
    content = unix(html.get_content()).encode()
    encoded = html.get_payload(decode=False).encode()
    assert html["Content-Transfer-Encoding"] == "quoted-printable", html["Content-Transfer-Encoding"]
    assert unix(quopri.decodestring(encoded).decode()).encode().strip() == content.strip()
    ours, theirs = len(encoded.replace(b"\r\n", b"\n")), len(quopri.encodestring(content))
    assert abs(ours - theirs) < theirs * 0.03, (ours, theirs)
    summary = run(demo, "render", "--for", "mail", "--out", demo / "sized.html")
    kilobytes, links = re.search(r"(\d+) of 102 kB · (\d+) links", summary).groups()
    assert int(kilobytes) == math.ceil(len(content) / 1000), (summary, len(content))
    # Links to other pages, without those to places on this page.
    assert int(links) == len(re.findall(rb"<a href=\"(?!#)", content)), summary


class Sink:
    """A mail server that keeps what it receives."""

    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):
        self.received.append(envelope.original_content)
        return "250 OK"


def check_delivery(raw):
    """A mail server receives the message as it is."""
    sink = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(sink, hostname="127.0.0.1", port=port)
    server.start()
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=30) as client:
            client.sendmail("desk@example.org", ["reader@example.org"], raw)
    finally:
        server.stop()
    [received] = sink.received
    assert received.rstrip(b"\r\n") == raw.rstrip(b"\r\n"), "the server received something else"


def check_learning(demo, html):
    """What a service adds is learnt from a mail as it arrived: 120 bytes a link, and a footer."""
    ours = unix(html.get_content())
    sent = re.sub(r"<a href=\"(?!#)", "<a href=\"https://click.example.net/" + "x" * 92, ours)
    footer = "<p><a href=\"https://click.example.net/u\">Unsubscribe</a></p>" + "x" * 3000
    arrived = EmailMessage()
    arrived["Subject"], arrived["Date"] = "Tidewatch", "Wed, 03 Jun 2026 07:00:00 +0000"
    arrived.set_content("Tidewatch")
    arrived.add_alternative(sent + footer, subtype="html")
    path = demo / "last.eml"
    path.write_bytes(arrived.as_bytes())
    said = run(demo, "mail", "learn", path)
    link = len("https://click.example.net/") + 92
    added = len((sent + footer).encode()) - len(ours.encode())
    links = len(re.findall(r"<a href=\"(?!#)", ours))
    profile = (demo / "copydesk.yml").read_text(encoding="utf-8")
    found = re.search(r"overhead: \{ link: (\d+), footer: (\d+) \}", profile)
    assert found, (said, profile)
    assert int(found.group(1)) == link, (said, link)
    # The message ends with a line break.
    assert abs(int(found.group(2)) - (added - links * link)) <= 2, (said, added - links * link)
    run(demo, "mail", "learn", demo / "copydesk.yml", fails=True)


def main():
    with tempfile.TemporaryDirectory() as folder:
        demo = newsletter(pathlib.Path(folder))
        path = demo / "issue.eml"
        run(demo, "render", "--for", "mail", "--out", path)
        raw, html = read_message(demo, path)
        check_sizes(demo, html)
        check_delivery(raw)
        check_learning(demo, html)
    print("Python's email, quopri and a mail server agree with the mail")


if __name__ == "__main__":
    main()
