"""A bare Flask page: the same bytes from memory, nobody signed in, no database, no template.

The bodies are files in the folder named by BENCH_BODIES, captured from the product a moment before; JSON is made anew
from its objects for each answer, as a bare Flask view would.
"""

import json
import os
from pathlib import Path

from flask import Flask, Response, jsonify

app = Flask("bare")
FOLDER = Path(os.environ["BENCH_BODIES"])
PAGES = {path.stem: path.read_bytes() for path in FOLDER.glob("*.html")}
LISTS = {path.stem: json.loads(path.read_text()) for path in FOLDER.glob("*.json")}


@app.get("/healthz")
def healthz() -> str:
    return "ok"


@app.get("/page/<name>")
def page(name: str) -> Response:
    return Response(PAGES[name], mimetype="text/html")


@app.get("/list/<name>")
def listed(name: str) -> Response:
    return jsonify(LISTS[name])
