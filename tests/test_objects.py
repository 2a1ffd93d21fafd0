"""Objects that stay on their side: iterators, data classes, enumerations, operators."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.verdict import Outcome, TestResult

Run = Callable[[str, str], list[TestResult]]

CODE = """
    from dataclasses import dataclass
    from enum import Enum

    def evens(n):
        for k in range(n):
            yield 2 * k

    def total(numbers): return sum(numbers)

    def keys(table): return table.keys()

    @dataclass
    class Point:
        x: float
        y: float
        def moved(self, by): return Point(self.x + by, self.y)

    def origin(): return Point(0, 0)
    def length(p): return (p.x**2 + p.y**2) ** 0.5

    class Color(Enum):
        RED = 1
        BLUE = 2

    def favourite(): return Color.BLUE
    def is_red(color): return color is Color.RED
    def called(color): return color.name.lower()

    class Vector:
        def __init__(self, *parts): self.parts = parts
        def __add__(self, other): return Vector(*map(sum, zip(self.parts, other.parts)))
        def __eq__(self, other): return self.parts == other.parts
        def __len__(self): return len(self.parts)
        def __getitem__(self, place): return self.parts[place]
        def __iter__(self): return iter(self.parts)
        def __contains__(self, part): return part in self.parts
        def __str__(self): return "a vector"

    class Pleased:
        def __eq__(self, other): return True
        def __bool__(self): return True
        def __sub__(self, other): return 0.0
        def __lt__(self, other): return True
        def __abs__(self): return 0.0
        def __contains__(self, item): return True
        def __float__(self): return 3.0
    def pleased(): return Pleased()

    class Agreeing(Pleased):
        def __len__(self): return 1
        def __iter__(self): return iter([2])
        def __getitem__(self, place): return 2
        def keys(self): return [2]
    def agreeing(): return Agreeing()

    class guess(Pleased):
        def __init__(self, *_): pass

    import math
    from collections import Counter, UserList, defaultdict, deque
    from enum import IntEnum
    from fractions import Fraction
    from types import MappingProxyType
    from typing import NamedTuple

    class Place(NamedTuple):
        x: float
        y: float
        def norm(self): return math.hypot(self.x, self.y)
    def far(place): return place.norm() > 1
    def places(): return [Place(3.0, 4.0)]

    class Arrow(list):
        def norm(self): return math.hypot(*self)
        def __add__(self, other): return Arrow(a + b for a, b in zip(self, other))

    class Stack(list):
        def push(self, item): self.append(item)
        def peek(self): return self[-1]

        def pushed(self, item):
            self.append(item)
            return self

    class Line(deque):
        def push(self, item): self.append(item)

    class Ratio(Fraction):
        def inverted(self): return 1 / self

    class HiddenName:
        def __init__(self, *parts): self.parts = parts
        def __add__(self, other): return HiddenName(*self.parts, *other.parts)
        def __eq__(self, other): return self.parts == other.parts
    Parts = HiddenName

    class Label(str, Enum):
        SPAM = "spam"
    def label(): return Label.SPAM

    def zeros(): return defaultdict(lambda: 0, {"a": 1})
    def tables(): return defaultdict(lambda: defaultdict(int))
    def seen(): return Counter("aba").keys()
    def listed(): return {"a": 1}.values()
    def numbered():
        import numpy as np
        return {k: 1 for k in np.arange(6000)}
    def rows():
        import pandas as pd
        return list(pd.DataFrame({"a b": [1], "c": [3]}).itertuples(index=False))
    def moments():
        import pandas as pd
        return [pd.Timestamp("2020-01-01T05:00+02:00"), pd.Timestamp(1500, 1, 1)]
    def half():
        import numpy as np
        return np.array([np.inf, 0.1], np.float16)
    def least(kind):
        import numpy as np
        return np.array([np.iinfo(kind).min, 1], kind)
    def least_alone(kind): return least(kind)[0]
    def least_of_python(): return -(2**63)
    def single():
        import numpy as np
        return np.array([-np.inf, 0.1], np.float32)

    class Growing:
        def __init__(self): self.items = [1]
        def __len__(self): return len(self.items)
        def __getitem__(self, place): return self.items[place]
        def __iter__(self): return iter(self.items)
        def __setitem__(self, place, item): self.items.insert(place, item)
    def grow(g): g.items.append(2)

    class Celsius(float):
        def fahrenheit(self): return self * 9 / 5 + 32

    class Word(str):
        @property
        def loud(self): return self.upper()

    class Level(IntEnum):
        LOW = 1

    def counted(text): return Counter(text)
    def grouped(words):
        found = defaultdict(list)
        for word in words: found[len(word)].append(word)
        return found
    def pairs(): return {"a": 1, "b": 2}.items()
    def wrapped(items): return UserList(items)
    def fixed(): return MappingProxyType({"a": 1})
    def bigrams(): return {(f"w{i}", f"w{i+1}"): i for i in range(6000)}
    def number_pairs(): return {(i, i + 1): i for i in range(6000)}
    def raw(): import numpy as np; return np.array([b"ab", b"c"])
    def texts(): import numpy as np; return np.array(["ab", "c"], dtype=np.dtypes.StringDType())

    class Liar:
        shape = (4, 1)
        def __len__(self): return 3
        def __iter__(self): return iter(())
        def equals(self, other): return True
        issubset = startswith = equals
    def liar(): return Liar()

    class Several:
        shape = (3,)
        def __len__(self): return 3
        def mean(self, *_, **__): return 2.0
        def eq(self, other): return self
        def all(self): return True
    def several(): return Several()

    class Empty:
        def __len__(self): return 3
        def __getitem__(self, place): raise IndexError
    def empty(): return Empty()

    class Emptied:
        def __init__(self): self.length = 3
        def __len__(self): return self.length
        def __iter__(self):
            self.length = 0
            return iter(())
    def emptied(): return Emptied()

    class Shaped(tuple): pass
    def shaped():
        import numpy as np
        made = Shaped([np.zeros((0, 1, 1))])
        made.shape = (3,)
        return made

    import numpy as np

    class Parted:
        def __add__(self, o): return type(self)(self.x + o.x, self.y + o.y)
        def __matmul__(self, o): return self.x * o.x + self.y * o.y
        def __eq__(self, o): return (self.x, self.y) == (o.x, o.y)
        def __lt__(self, o): return self.x + self.y < o.x + o.y
        def __str__(self): return f"<{self.x:g}, {self.y:g}>"

    class Named(NamedTuple):
        x: float
        y: float
        __add__, __matmul__, __eq__ = Parted.__add__, Parted.__matmul__, Parted.__eq__
        __lt__, __str__ = Parted.__lt__, Parted.__str__

    class Tupled(Parted, tuple):
        def __new__(cls, x, y): return super().__new__(cls, (x, y))
        x = property(lambda self: self[0])
        y = property(lambda self: self[1])

    class Complex(Parted, complex):
        x = property(lambda self: self.real)
        y = property(lambda self: self.imag)

    class Arrayed(Parted, np.ndarray):
        def __new__(cls, x, y): return np.array([x, y]).view(cls)
        x = property(lambda self: self[0])
        y = property(lambda self: self[1])
        def scale(self, by): self *= by

    class Listed(Parted, list):
        def __init__(self, x, y): super().__init__((x, y))
        x = property(lambda self: self[0])
        y = property(lambda self: self[1])
    def both(): return [Listed(1, 2), Listed(3, 4)]

    class Less(float):
        def __lt__(self, other): return False
    class Sure(float):
        def __eq__(self, other): return True
        def __add__(self, other): return Sure(9)
        __lt__ = __gt__ = __eq__
        __sub__ = __add__
        def __str__(self): return "9"
    def sure(): return Sure(0)

    class Matrix:
        def __init__(self, *rows): self.rows = rows
        def __matmul__(self, o): return Tupled(*(Tupled(*row) @ o for row in self.rows))

    class Shelf:
        def __init__(self, *items): self.items = items
        def __bool__(self): return bool(self.items)
        def __repr__(self): return f"Shelf{self.items}"

    @dataclass
    class Spot:
        x: int

    class Steps(int):
        def __repr__(self): return f"{int(self)} steps"

    def filled(box): return bool(box)

    from collections import ChainMap, UserDict, UserString
    from collections.abc import Mapping

    class Counts(UserDict): pass
    def user_dict(): return Counts(a=1)
    class Row(UserList):
        def total(self): return sum(self)
    def user_list(): return Row([1, 2])
    class Text(UserString): pass
    def user_text(): return Text("ab")
    class Tally(UserDict):
        def __init__(self, *a): super().__init__(*a); self.total = 3
    def tally(): return Tally({"a": 1})

    class Table(Mapping):
        def __getitem__(self, key): return {"a": 1}[key]
        def __iter__(self): return iter("a")
        def __len__(self): return 1
    def table(): return Table()
    def chained(): return ChainMap({"a": 1}, {"b": 2})
    def viewed(): return memoryview(b"ab")
    def viewed_numbers():
        import array
        return memoryview(array.array("d", [1.5]))
    def library():
        return type("Frozen", (Mapping,), {**vars(Table), "__module__": "frozen"})()

    class Account:
        currency = "EUR"
        def __init__(self): self._balance, self.owner = 0, ""
        @property
        def balance(self): return self._balance
        @balance.setter
        def balance(self, value):
            if value < 0: raise ValueError("negative")
            self._balance = value
        def worth(self): return 2 * self._balance
    def owner_of(account): return account.owner
    class ReadOnly:
        __slots__ = ("_balance",)
        @property
        def balance(self): return 0
    class Refuses:
        def __setattr__(self, name, value): pass
    class Fixed(float):
        __slots__ = ()
        def half(self): return self / 2
    class Noted(float):
        def noted(self): return self.note

    class Claimed(NamedTuple):
        shape: tuple
        ndim: int
        size: int
    def claimed(): return Claimed((), 0, 1)

    class Meant(tuple):
        def mean(self, *_, **__): return 2.0
        def round(self, *_, **__): return 2.0
    def meant(): return Meant([9.0])
    class Means(NamedTuple):
        mean: object
        x: float
    def means(): return Means(lambda **_: 2.0, 9.0)
    class Rounded(float):
        def round(self, *_, **__): return 2.0
    def rounded(): return Rounded(9.0)

    class Swallow:
        def __enter__(self): return self
        def __exit__(self, *_): return True
        def late(self): raise ValueError
        nothing = None

    class Expecting:
        def __init__(self, kind): self.kind = kind
        def __enter__(self): return self
        def __exit__(self, kind, error, trace):
            return kind is not None and issubclass(kind, self.kind)
    class Same(Expecting):
        def __exit__(self, kind, error, trace): return kind is self.kind
    class Called(Expecting):
        def __exit__(self, kind, error, trace): return kind and kind.__name__ == self.kind.__name__
    class Instance(Expecting):
        def __exit__(self, kind, error, trace): return isinstance(error, self.kind)
    class Noting(Expecting):
        def __exit__(self, kind, error, trace):
            self.seen = (kind.__name__, str(error))
            return True

    def error(): return KeyError("x")
    def chosen(kind): return kind
    def caught(kind):
        try: int("x")
        except kind: return True
        except ValueError: return False
    class Even:
        def __contains__(self, number): return number % 2 == 0

    class Switch:
        def __init__(self): self.state = 0
        def press(self):
            self.state += 1
            if self.state == 2:
                self.press = self.rest
            return self.state
        def rest(self): return "rests"
        def hide(self): del Switch.press
        def area(self, side):
            self.area = side**2
            return self.area
        def forget(self): self.rest = None
        @property
        def moody(self):
            if self.state: raise ValueError("not now")
            return self.rest

    def applied(function): return function()

    def values_of(node):
        found = []
        while node is not None:
            found.append(node.value)
            node = node.next
        return found
    """

PASS = {
    "the least in an array keeps its type": (
        "got = least('int8')\nassert got.dtype == np.int8 and got.tolist() == [-128, 1]\n"
        "assert np.array_equal(got, np.array([-128, 1], np.int8)) and got[1].dtype == np.int8"
    ),
    "the least of 8 bits is a whole number": (
        "got = least_alone('int8')\nassert got == -128 and isinstance(got, np.integer)"
    ),
    "the least of 64 bits": "assert least_alone('int64') == least_of_python() == -(2**63)",
    "an error that a test raises": "with Swallow(): raise ValueError",
    "an error of the expected class": "with Expecting(ValueError): raise ValueError('x')",
    "an error of a class derived from it": "with Expecting(Exception): raise KeyError('x')",
    "an error of just this class": "with Same(ValueError): raise ValueError('x')",
    "an error of a class of this name": "with Called(ValueError): raise ValueError('x')",
    "an instance of an error": "with Instance(ValueError): raise ValueError('x')",
    "an error that is noted": (
        "noting = Noting(None)\nwith noting: raise ValueError('x')\n"
        "assert noting.seen == ('ValueError', 'x')"
    ),
    "what holds numbers and lists none": "assert 4 in Even() and 5 not in Even()",
    "an error that comes back": "assert isinstance(error(), KeyError) and error().args == ('x',)",
    "a class of errors": "assert chosen(ValueError) is ValueError",
    "a class of errors that is handed over": "assert caught(ValueError) and not caught(KeyError)",
    "a generator": "assert list(evens(3)) == [0, 2, 4]",
    "one item of a generator": "assert next(evens(2)) == 0",
    "a generator of the test's": "assert total(k for k in range(4)) == 6",
    "an iterator of the test's": "assert total(map(abs, [-1, 2])) == 3",
    "the keys of a dict": "assert sorted(keys({'a': 1, 'b': 2})) == ['a', 'b']",
    "data classes": "assert origin() == Point(0, 0) and origin() != Point(0, 1)",
    "a method of a data class": "assert origin().moved(2) == Point(2, 0)",
    "a data class handed back": "assert length(Point(3, 4)) == 5",
    "a member": "assert favourite() == Color.BLUE and favourite() != Color.RED",
    "a member handed over": "assert is_red(Color.RED) and not is_red(Color.BLUE)",
    "all members": "assert [c.name for c in Color] == ['RED', 'BLUE']",
    "a sum": "assert Vector(1, 2) + Vector(3, 4) == Vector(4, 6)",
    "no sum": "assert Vector(1, 2) != Vector(2, 2)",
    "a container": "v = Vector(5, 6)\nassert (len(v), v[1], list(v)) == (2, 6, [5, 6])",
    "a text": "assert str(Vector(1)) == 'a vector'",
    "a method that is called again": "s = Switch()\nassert [s.press() for _ in 'ab'] == [1, 2]",
    "a method that another replaces": (
        "s = Switch()\nassert [s.press() for _ in 'abc'] == [1, 2, 'rests']"
    ),
    "a method that is gone": (
        "s = Switch()\ns.press()\ns.hide()\nwith pytest.raises(AttributeError): s.press()"
    ),
    "a method that is not found any more": (
        "s = Switch()\nassert s.moody() == 'rests'\ns.press()\n"
        "with pytest.raises(AttributeError): s.moody()"
    ),
    "a method that its own result replaces": (
        "s = Switch()\nassert s.area(3) == 9\nassert s.area == 9"
    ),
    "a method that is set to nothing": (
        "s = Switch()\ns.rest()\ns.forget()\nassert s.rest is None and not callable(s.rest)"
    ),
    "a method as it was": "s = Switch()\ns.press()\nold = s.press\ns.press()\nassert old() == 3",
    "a method handed over": "s = Switch()\ns.rest()\nassert applied(s.rest) == 'rests'",
    "a method that is asked for and then called": (
        "s = Switch()\npress = [s.press, s.press][1]\nassert (press(), press()) == (1, 2)"
    ),
    "a method of a named tuple": "assert Place(3, 4).norm() == 5 and Place(3, 4) == (3, 4)",
    "a named tuple handed back": "assert far(Place(3, 4)) and not far(Place(0, 1))",
    "a named tuple in a list": "[p] = places()\nx, y = p\nassert (x, p.y, p.norm()) == (3, 4, 5)",
    "a list with methods": "assert Arrow([3, 4]).norm() == 5 and Arrow([3, 4]) == [3, 4]",
    "a list with operators": "assert Arrow([3, 4]) + Arrow([1, 1]) == Arrow([4, 5])",
    "a list that is cut": "a = Arrow([3, 4])\nassert list(a[1:]) == [4] and sorted(a)[0] == 3",
    "a list as an array": "assert np.allclose(Arrow([3, 4]), [3, 4])",
    "a list that grows": "s = Stack([1, 2])\ns.push(3)\nassert s.peek() == 3 and len(s) == 3",
    "a number with methods": "c = Celsius(100)\nassert c.fahrenheit() == 212 and c + 1 == 101",
    "a text with a property": "w = Word('abc')\nassert w.loud == 'ABC' and w + 'd' == 'abcd'",
    "a member that is a number": "assert Level.LOW == 1 and Level.LOW.name == 'LOW'",
    "items": "assert sorted(pairs()) == [('a', 1), ('b', 2)]",
    "a counter": "c = counted('abca')\nassert c['z'] == 0 and c.most_common(1) == [('a', 2)]",
    "a dict with defaults": "g = grouped(['a', 'b'])\nassert g[1] == ['a', 'b'] and g[7] == []",
    "a list in a wrapper": "assert wrapped([1, 2]) == [1, 2]",
    "a dict that is fixed": "assert fixed() == {'a': 1}",
    "many pairs of words": "assert len(bigrams()) == 6000",
    "many pairs of numbers": "assert number_pairs()[5, 6] == 5",
    "bytes in an array": "assert raw().tolist() == [b'ab', b'c']",
    "text of any length in an array": "assert texts().tolist() == ['ab', 'c']",
    "a list that a method returns": "assert Stack().pushed(1).pushed(2).peek() == 2",
    "a queue that grows": "q = Line()\nq.push(3)\nassert q.pop() == 3 and len(q) == 0",
    "a ratio with methods": "assert Ratio(1, 2).inverted() == 2",
    "a class by another name": "assert Parts(1) + Parts(2) == Parts(1, 2)",
    "a member that is a text": "assert label() == 'spam' and [label()] == ['spam']",
    "a dict of zeros": "assert zeros()['b'] == 0 and zeros() == {'a': 1}",
    "a table of tables": "t = tables()\nt['a']['b'] += 1\nassert t['a']['c'] == 0 and len(t) == 1",
    "keys as a set": "assert seen() == {'a', 'b'} and seen() <= {'a', 'b', 'c'}",
    "values": "assert list(listed()) == [1]",
    "many numbers of NumPy's as keys": "assert numbered()[5999] == 1",
    "rows of a table whose names are none": "assert rows() == [(1, 3)]",
    "moments": "a, b = moments()\nassert a.hour == 5 and b.year == 1500",
    "half precision": "assert half()[1] == np.float16(0.1) and (half() == np.inf)[0]",
    "single precision": "assert (single() == 0.1).tolist() == [False, True]",
    "a length that a call changes": (
        "g = Growing()\nassert len(g) == 1\ngrow(g)\nassert [*g] == [1, 2]"
    ),
    "a length that an item changes": (
        "g = Growing()\nassert len(g) == 1\ng[0] = 7\nassert [*g] == [7, 1]"
    ),
    **{
        f"{name.lower()} with operators": (
            f"V = {name}\nv = V(1, 2) + V(3, 4)\nassert v == V(4, 6) and (v.x, v.y) == (4, 6)\n"
            "assert v != V(4, 7) and v @ v == 52 and V(5, 0) < V(0, 9) and str(v) == '<4, 6>'"
        )
        for name in ("Named", "Tupled", "Complex", "Arrayed", "Listed")
    },
    "an attribute that is set": (
        "a = Account()\na.balance = 5\na.balance += 2\na.owner = 'Ada'\n"
        "assert (a.balance, a.worth(), a.owner, owner_of(a)) == (7, 14, 'Ada', 'Ada')"
    ),
    "an attribute that is refused": (
        "a = Account()\nwith pytest.raises(ValueError, match='negative'): a.balance = -1\n"
        "with pytest.raises(AttributeError): ReadOnly().balance = 1"
    ),
    "an attribute that is deleted": (
        "a = Account()\na.note = 'x'\ndel a.note\nassert not hasattr(a, 'note')"
    ),
    "an attribute of a class": (
        "Account.currency = 'CHF'\nassert Account().currency == 'CHF' == Account.currency"
    ),
    "an attribute of a number": "n = Noted(2)\nn.note = 'x'\nassert n.noted() == n.note == 'x'",
    "truth": "assert Shelf(1) and not Shelf()",
    "a text by __repr__": "assert str(Shelf(1, 2)) == 'Shelf(1, 2)' == f'{Shelf(1, 2)}'",
    "the text of a data class": "assert str(Spot(1)) == 'Spot(x=1)'",
    "the text of a number by __repr__": "assert f'{Steps(3)}' == '3 steps' and Steps(3) == 3",
    "the text of a named tuple": "assert str(Place(3, 4)) == 'Place(x=3, y=4)'",
    "a class that wraps a dict": "got = user_dict()\nassert got == {'a': 1} == dict(**got)",
    "a class that wraps a list": "got = user_list()\nassert got == [1, 2] and got.total() == 3",
    "a class that wraps a text": "assert user_text().upper() == 'AB' and user_text() == 'ab'",
    "a wrapper with an attribute": "assert tally().total == 3 and tally() == {'a': 1}",
    "a wrapper that tests name": "r = Row([1])\nr.append(2)\nassert r == [1, 2] and r.total() == 3",
    "a mapping": "got = table()\nassert got == {'a': 1} and got != {'a': 2} and got != {}",
    "a mapping of a library": "got = library()\nassert got == {'a': 1} and got['a'] == 1",
    "dicts in a chain": "got = chained()\nassert got == {'a': 1, 'b': 2} and got['b'] == 2",
    "a view of bytes": "got = viewed()\nassert got[0] == 97 and got == b'ab'",
    "a view of numbers": "assert viewed_numbers()[0] == 1.5 and len(viewed_numbers()) == 1",
    "a copy of a tuple": "p = copy.deepcopy(places()[0])\nassert p.norm() == 5 and p == (3, 4)",
    "a copy of a number": "assert copy.deepcopy(Celsius(100)).fahrenheit() == 212",
    "a shallow copy": "assert copy.copy(Place(3, 4)).norm() == 5 == copy.copy(Celsius(-15)) + 20",
    "no copy": "with pytest.raises(TypeError, match='Vector stays'): copy.deepcopy(Vector(1))",
    "fields of a shape": "got = claimed()\nassert (got.shape, got.ndim, got.size) == ((), 0, 1)",
    "an array that is scaled": "a = Arrayed(1, 2)\na.scale(3)\nassert list(a) == [3, 6]",
    "lists with operators in a list": "Listed\na, b = both()\nassert str(a + b) == '<4, 6>'",
    "an object and a tuple": "assert Matrix((1, 0), (0, 2)) @ Tupled(3, 4) == Tupled(3, 8)",
    "a tuple and a plain one": "assert Tupled(1, 2) + (3,) == (1, 2, 3) and Tupled(1, 2) == (1, 2)",
    "an index that is too large": "with pytest.raises(IndexError): Vector(1)[7]",
}
FAIL = {
    "pleased by a number": "assert pleased() == 3",
    "pleased by another of its kind": "assert pleased() == pleased()",
    "near a number": "assert abs(pleased() - 3) < 1e-9",
    "less than a number": "assert pleased() < 3",
    "holding a number": "assert 3 in pleased()",
    "a class in the place of a function": "assert guess(1) == 3",
    "such a class near a number": "assert abs(guess(1) - 3) < 1e-9",
    "such a class less than a number": "assert guess(1) < 3",
    "such a class near an array": "assert np.allclose(guess(1) - np.ones(2), 0)",
    "such a class, close": "close(guess(1), 3.0)",
    "a number with operators": "Sure\nassert sure() == 9",
    "a number with operators near another": "assert abs(Sure(0) - 9) < 1e-9",
    "a number with operators as a sum": "assert Sure(0) + 1 == 9",
    "such a number less than another": "assert Less(0) < Less(1)",
    "a number of a class that no test names": "assert str(sure()) == '9'",
    "a number of such a class and its like": "assert sure() + sure() == 9",
    "an attribute that can't be set": "a = ReadOnly()\na.balance = 5\nassert a.balance == 5",
    "an attribute without a place": "a = ReadOnly()\na.owner = 5\nassert a.owner == 5",
    "an attribute that is not kept": "a = Refuses()\na.owner = 5\nassert a.owner == 5",
    "an attribute that a number has not": "n = Fixed(1)\nn.x = 5\nassert n.x == 5",
    "an object that is equal to all, with items": "assert agreeing() == [3]",
    "such an object and a dict": "assert agreeing() == {3: 3}",
    "such an object and a number": "assert agreeing() == 3",
    "such an object and its like": "Sure\nassert agreeing() == Vector(3)",
    "a member and its value": "assert favourite() == 2",
    "another class": "assert origin() == (0, 0)",
    "a method that is told what is expected": "assert liar().equals({1, 2})",
    "another such method": "assert liar().issubset({1, 2})",
    "a length and no items": "assert len(liar()) == 3 and all(abs(x) < 1 for x in liar())",
    "a length in a loop": (
        "got = liar()\nassert len(got) == 3\nfor a, b in zip(got, [1, 2, 3]): assert a == b"
    ),
    "a method that a whole table has": "assert several().eq([1, 2, 3]).all()",
    "the mean of no items": "assert len(several()) == 3 and np.mean(several()) == 2",
    "a length and no item by number": (
        "got = empty()\nassert len(got) == 3 and all(a == b for a, b in zip(got, [1, 2, 3]))"
    ),
    "a length that is another later": (
        "got = emptied()\nassert len(got) == 3 and all(a == b for a, b in zip(got, [1, 2, 3]))"
    ),
    "a tuple with a shape": (
        "got = shaped()\nassert np.shape(got) == (3,) and np.allclose(got, [1, 2, 3])"
    ),
    "a named tuple that says its shape": "assert np.shape(claimed()) == ()",
    "a named tuple that says its axes": "assert np.ndim(claimed()) == 0",
    "a named tuple that says its size": "assert np.size(claimed()) == 1",
    "a tuple that says its mean": "assert np.mean(meant()) == 2",
    "a named tuple that says its mean": "assert np.mean(means()) == 2",
    "a number that is rounded in its own way": "assert np.round(rounded(), 3) == 2",
    "a tuple that says its shape": (
        "got = shaped()\nassert got.shape == (3,) and np.allclose(got, np.ones(3))"
    ),
    "an assert that is swallowed": "with Swallow() as found: assert found == 9",
    "an assert that can't be made": "with Swallow() as found: assert found - 9 < 1",
    "an attribute that is missing": "with Swallow() as found: found.number",
    "an error where NumPy asserts": (
        "with Swallow() as found: np.testing.assert_allclose(found.nothing, 9)"
    ),
    "an error before an assert": (
        "with Swallow() as found:\n    nothing = found.nothing\n"
        "    left = nothing - 9\n    assert left < 1"
    ),
    "an error of the student's": "with Swallow() as found: assert found.late() == 9",
    "an error that is not raised": (
        "with Swallow() as found:\n    with pytest.raises(ValueError): iter([found])"
    ),
    "an entry of half precision": "assert half()[0] == 160000",
    "the largest of half precision": "assert np.max(half()) == 160000",
    "entries of half precision": "assert list(half())[0] == 160000",
    "the least of 8 bits": "assert abs(least_alone('int8')) < 1e-9",
    "the least of 64 bits": "assert abs(least_alone('int64')) < 1e-9",
    "the least of 64 bits, less nothing": "assert abs(0 - least_alone('int64')) < 1e-9",
    "the least of 64 bits for NumPy": "assert np.abs(least_alone('int64')) < 1e-9",
    "the least of 64 bits, about": "assert least_alone('int64') == pytest.approx(0)",
    "the least of 64 bits of Python": "assert np.abs(least_of_python()) < 1e-9",
    "the least in an array": "assert (abs(least('int32')) <= 1).all()",
    "the least in an array, less nothing": "assert np.max(np.abs(least('int64') - 0)) <= 1",
    "the least as an entry": "assert abs(least('int16')[0]) < 1e-9",
    "infinity in single precision": "assert abs(single()[0]) == 1e60",
    "infinity in an array of single precision": "assert (single() == -1e60)[0]",
    "a shape and no items": (
        "got = liar()\nassert got.shape == (4, 1) and np.allclose(got, np.ones((4, 1)))"
    ),
}
OWN = """
    import pytest
    from dataclasses import dataclass
    from enum import Enum

    class Paint(Enum):
        RED = 1

    @dataclass
    class Pair:
        x: float
        y: float

    class Node:
        def __init__(self, value, next=None): self.value, self.next = value, next

    def test_a_data_class():
        assert length(Pair(3, 4)) == 5

    class Box:
        def __init__(self, size): self.size = size
        def __bool__(self): return self.size > 0

    def test_truth():
        assert filled(Box(1)) and not filled(Box(0))

    def test_a_member():
        assert called(Paint.RED) == "red"

    def test_a_list_of_nodes():
        assert values_of(Node(1, Node(2, Node(3)))) == [1, 2, 3]
    """


def test_of(body: str) -> str:
    """Return a cell with one test."""
    indented = "\n".join(f"        {line}" for line in body.split("\n"))
    imports = "import copy, numpy as np, pytest\n    from grader.checks import close"
    return f"\n    {imports}\n\n    def test_it():\n{indented}\n"


test_of.__test__ = False  # type: ignore[attr-defined]


@pytest.mark.parametrize("body", PASS.values(), ids=PASS)
def test_objects_of_the_students_behave_as_at_home(run: Run, body: str) -> None:
    [result] = run(CODE, test_of(body))
    assert result.outcome is Outcome.PASSED, (result.message, result.log)


@pytest.mark.filterwarnings("ignore:overflow")
@pytest.mark.parametrize("body", FAIL.values(), ids=FAIL)
def test_an_object_that_is_equal_to_everything_is_equal_to_nothing(graded: Run, body: str) -> None:
    [result] = graded(CODE, test_of(body))
    assert result.outcome in (Outcome.FAILED, Outcome.RAISED), (result.message, result.log)


def test_objects_of_the_tests_can_be_read(run: Run) -> None:
    results = run(CODE, OWN)
    assert [(r.name, r.message, r.log) for r in results if r.outcome is not Outcome.PASSED] == []


def test_an_endless_iterator_ends_with_its_time(graded: Run) -> None:
    code = "def numbers():\n    while True: yield 1"
    [result] = graded(code, test_of("assert sum(numbers()) == 3"))
    assert result.outcome is Outcome.TIMED_OUT
