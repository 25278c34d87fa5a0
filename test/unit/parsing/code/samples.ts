/** Code of each language that has something of everything. */
export const samples: Readonly<Record<string, string>> = {
  'a.py': `import os

class Store(Base):
    """Keeps things."""
    limit: int = 10

    def find(self, key, start=0, *, strict=False):
        # says where
        if key is None or not self.items:
            return None
        if key not in self.items and 1 < start <= 2: raise ValueError(f"no {key!r}")
        total = start // 2 if strict else -1
        total += 1
        assert total == 1, "no"
        for index, item in enumerate(self.items):
            if item.startswith(key):
                continue
            self.seen.append(item)
        while True:
            break
        return [k for k in self.items if k != 3]


async def load(path, mode):
    await read(path, mode)
    self.assertEqual(path, mode)
    return self.first - self.second
`,
  'a.go': `package a

import "strings"

func (s *Store) Find(key string, start int) (int, error) {
	found, err := s.look(key, start)
	if err != nil {
		return 0, err
	}
	if v, ok := s.items[key]; !ok && v >= 1 {
		panic("no")
	}
	for i := 0; i < 10; i++ {
		found += 2
		continue
	}
	for k := range s.items {
		strings.HasPrefix(k, "c")
	}
	if found > 3 {
		return 0, errors.New("many")
	}
	return found * 2, nil
}

func TestFind(t *testing.T) {
	if Find("a") != 1 {
		t.Fatalf("got %d", 2)
	}
	assert.Equal(t, 1, 1)
}
`,
  'a.rs': `use std::fmt;

impl Store {
    fn find(&self, key: Option<&str>, start: usize) -> Result<usize, String> {
        let Some(name) = key else { return Err("no".into()); };
        if name.is_empty() && start == 1usize {
            return Ok(0);
        }
        let found = self.look(name)?;
        assert!(found > 1, "x {}", found);
        let z = if !self.open { 1 } else { 2 };
        let mut total = 0;
        for i in 0..10 {
            total += i;
            continue;
        }
        match found { n if n > 2 => total += 1, _ => panic!("bad") }
        self.wait(z, total).await?;
        Ok(total - found)
    }
}
`,
  'A.java': `class Store {
  private final int limit = 10;

  @Test
  int find(final String key, int start) throws IOException {
    if (key == null || !items.isEmpty()) {
      throw new IllegalStateException("no");
    }
    if (start > 1) return 0;
    int total = start + 2;
    total += 1;
    for (int i = 0; i < 10; i++) {
      this.seen.add(i, total);
      continue;
    }
    for (String item : items) { if (item.startsWith(key)) break; }
    assert total > 1 : "m";
    assertEquals(1, total);
    while (total != 'c') total--;
    return total;
  }
}
`,
  'a.ts': `import { read } from 'read';

export class Store {
  readonly limit = 10;

  async find(key: string | null, start = 0): Promise<number> {
    if (key === null) return -1;
    if (!this.items.has(key)) {
      throw new Error(\`no \${key}\`);
    }
    const found = await read(key, start);
    expect(found).toBe('abc');
    return found.filter((one: number) => one > 1).length + 2;
  }
}
`,
};
