"""nbgrader's configuration of this course: our engine, and the course's name."""

import grader.plugin

c = get_config()  # noqa: F821  (given by traitlets)

grader.plugin.configure(c)

c.CourseDirectory.course_id = "mathematics_for_genai"
c.Check.house_rules = True
