"""How the web process is served, on a laptop and in production alike."""

import os

bind = f"{os.environ.get('WEB_HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = 4  # pages wait for the database most of the time
timeout = 30
graceful_timeout = 20
keepalive = 5
# A leak, should there be one, is cut off; the jitter keeps the processes from doing it at once.
max_requests = 5000
max_requests_jitter = 500
accesslog = None  # the application writes one structured line a request
worker_tmp_dir = "/dev/shm"  # noqa: S108 - a heartbeat file on a busy disk would stall the worker
preload_app = False
# Its control socket would lie in the home folder, and a container of ours has none and writes nowhere.
control_socket_disable = True
