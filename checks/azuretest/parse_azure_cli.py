"""Tells whether the real az accepts command lines, without running any of them.

Reads one command line per line of standard input, as a POSIX shell would get it, and prints one JSON object per line:
{"accepted": true|false, "error": "..."}. az builds its own parser; an event that it raises right after parsing, before it
validates or runs anything, ends each line here. No connection is made, and AZURE_CONFIG_DIR must be a scratch folder.
"""

import contextlib
import io
import json
import logging
import shlex
import sys

from azure.cli.core import get_default_cli
from knack.events import EVENT_INVOKER_POST_PARSE_ARGS


class Parsed(BaseException):
    pass


class Messages(logging.Handler):
    def __init__(self):
        super().__init__(logging.WARNING)
        self.texts = []

    def emit(self, record):
        self.texts.append(record.getMessage())


def stop(_cli, **_arguments):
    raise Parsed


def judge(line):
    words = shlex.split(line)
    messages, printed = Messages(), io.StringIO()
    loggers = [logging.getLogger(name) for name in ("cli", "az", "azure")]
    for logger in loggers:
        logger.addHandler(messages)
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            cli = get_default_cli()
            cli.register_event(EVENT_INVOKER_POST_PARSE_ARGS, stop)
            cli.invoke(words[1:], out_file=printed)
        error = "it is not a command but prints help or an error"
    except Parsed:
        return {"accepted": True, "error": ""}
    except SystemExit as exit:
        error = "exit %s" % exit.code
    finally:
        for logger in loggers:
            logger.removeHandler(messages)
    return {"accepted": False, "error": " ".join([error] + messages.texts + [printed.getvalue()])[:600]}


for line in sys.stdin:
    print(json.dumps(judge(line)), flush=True)
