"""A JupyterHub on one machine: students' servers, and formgrader for the instructors of a course.

Put it at /etc/jupyterhub/jupyterhub_config.py, and nbgrader_config.py beside it at /etc/jupyter/.
"""

COURSE = "mathematics_for_genai"  # the course_id, the service and the groups are called so
FOLDER = "/srv/mathematics"  # of the account `grader-mathematics`, and of nobody else
INSTRUCTORS = ["instructor"]
STUDENTS = ["ada", "bo"]

c = get_config()  # noqa: F821  (given by traitlets)

c.JupyterHub.bind_url = "http://127.0.0.1:8000"  # behind a web server that has the certificate
c.Authenticator.allowed_users = {*INSTRUCTORS, *STUDENTS}
c.Spawner.default_url = "/lab"

c.JupyterHub.load_groups = {
    f"formgrade-{COURSE}": {"users": [*INSTRUCTORS, "grader-mathematics"]},
    f"nbgrader-{COURSE}": {"users": [*INSTRUCTORS, *STUDENTS]},
}
c.JupyterHub.load_roles = [
    {
        "name": f"formgrade-{COURSE}",
        "groups": [f"formgrade-{COURSE}"],
        "scopes": [f"access:services!service={COURSE}"],
    },
    {
        "name": f"nbgrader-{COURSE}",
        "groups": [f"nbgrader-{COURSE}"],
        "scopes": ["list:services", f"read:services!service={COURSE}"],
    },
    {"name": "server", "scopes": ["inherit"]},  # so that lists of courses find the service
]
c.JupyterHub.services = [
    {
        "name": COURSE,
        "url": "http://127.0.0.1:9999",
        "command": ["jupyterhub-singleuser"],
        "user": "grader-mathematics",
        "cwd": FOLDER,
        "environment": {"JUPYTERHUB_DEFAULT_URL": "/lab"},
        "oauth_no_confirm": True,  # who may use it need not agree to be known by it
    }
]
