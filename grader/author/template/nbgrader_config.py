"""nbgrader's configuration of this course, with the engine that grades in a sandbox."""

import grader.plugin

c = get_config()  # noqa: F821  (given by traitlets)
grader.plugin.configure(c)

c.CourseDirectory.course_id = "example"
