"""nbgrader's configuration of this course: our engine, and the course's name."""

import grader.plugin

c = get_config()  # noqa: F821  (given by traitlets)

grader.plugin.configure(c)

c.CourseDirectory.course_id = "mathematics_for_genai"
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError()"}
c.ClearSolutions.text_stub = "*Write your answer here.*"
c.Check.house_rules = True

# Two notebooks save their results. They are not data of the course, should an instructor run one.
c.CourseDirectory.ignore.extend(["bigrams.npz", "my_gpt.npz"])
